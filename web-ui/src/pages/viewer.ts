import "../styles/page.css";
import { WatchPage } from "../elements/watch-page.ts";

WatchPage.define();
