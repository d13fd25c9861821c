/// What `./watchparty` and `watchparty.cmd` start: builds what is out of date, runs the two services as one, runs
/// every test. Runs from source (JEP 458), so nothing but the JDK is used here.
///
/// Start reading at `Launcher`, then `Party`.
@NullMarked
package dev.watchparty.launcher;

import org.jspecify.annotations.NullMarked;
