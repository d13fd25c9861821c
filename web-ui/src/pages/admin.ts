import "../styles/page.css";
import { AdminPage } from "../elements/admin-page.ts";
import { messages } from "../messages.ts";

document.documentElement.lang = messages.language;
AdminPage.define();
