package dev.watchparty.media.fair;

/// How equal a division is (Jain, Chiu and Hawe 1984): `(sum x)^2 / (n * sum x^2)`.
public final class JainIndex {

    private JainIndex() {}

    /// From `1 / n`, when one has everything, to 1, when all have the same; 1 where there is nothing to divide.
    ///
    /// @throws IllegalArgumentException if an amount is negative or not a number
    public static double of(double... amounts) {
        double sum = 0;
        double squares = 0;
        for (double amount : amounts) {
            if (!(amount >= 0)) {
                throw new IllegalArgumentException("not an amount: " + amount);
            }
            sum += amount;
            squares += amount * amount;
        }
        return squares == 0 ? 1 : sum * sum / (amounts.length * squares);
    }
}
