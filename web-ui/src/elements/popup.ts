import css from "../styles/popup.css?inline";
import { sheet } from "./dom.ts";

/** Style of elements with something that opens over the film. */
export const popup = sheet(css);
