import "../styles/page.css";
import { AdminPage } from "../elements/admin-page.ts";

AdminPage.define();
