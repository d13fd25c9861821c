import "../styles/page.css";
import { WatchPage } from "../elements/watch-page.ts";
import { messages } from "../messages.ts";

document.documentElement.lang = messages.language;
// Reading the script and building the page are a task each: together they would hold up the browser for 60 ms.
setTimeout(() => WatchPage.define());
