/**
 * The dark modules of a QR code as one SVG path, a unit a module.
 *
 * @param modules rows of modules, dark is true
 */
export function qrPath(modules: readonly (readonly boolean[])[]): string {
  return modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
}
