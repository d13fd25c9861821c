/// How far apart players are, seen from outside: a film that carries its frame numbers, a script that reads them, and
/// what can be told from the readings. Times are milliseconds since the epoch on the machine's one clock.
@org.jspecify.annotations.NullMarked
package dev.watchparty.skew;
