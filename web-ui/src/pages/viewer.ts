import "../styles/page.css";
import { WatchPage } from "../elements/watch-page.ts";
import { messages } from "../messages.ts";

document.documentElement.lang = messages.language;
WatchPage.define();
