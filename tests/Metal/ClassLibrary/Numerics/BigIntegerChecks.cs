using System.Globalization;
using System.Numerics;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Numerics;

/// <summary>Numbers of any size, and complex ones.</summary>
internal static class BigIntegerChecks
{
    public static void Add(Area area)
    {
        area.Check("30!", () => Values.Of(Factorial(30)));
        area.Check("1000!, its digits, their sum, its trailing zeros", () =>
        {
            string digits = Factorial(1000).ToString(CultureInfo.InvariantCulture);
            return Values.Of(digits.Length, digits.Sum(digit => digit - '0'), digits.Length - digits.TrimEnd('0').Length, digits[..20]);
        });
        area.Check("2^607-1 is prime by Fermat, 2^607-3 is not", () =>
        {
            var mersenne = BigInteger.Pow(2, 607) - 1;
            return Values.Of(BigInteger.ModPow(3, mersenne - 1, mersenne), BigInteger.ModPow(3, mersenne - 3, mersenne - 2) == 1, mersenne.GetBitLength());
        });
        area.Check("1000th Fibonacci number", () =>
        {
            BigInteger a = 0, b = 1;
            for (int i = 0; i < 1000; i++)
                (a, b) = (b, a + b);
            return Values.Of(a);
        });
        area.Check("division, remainder, greatest divisor, sign", () =>
        {
            var large = BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture);
            var quotient = BigInteger.DivRem(large, 987654321, out var rest);
            return Values.Of(quotient, rest, quotient * 987654321 + rest == large, -large / 7, -large % 7, BigInteger.GreatestCommonDivisor(large, 9876543210), Thrown.By(() => _ = large / BigInteger.Zero));
        });
        area.Check("bytes, hexadecimal, shifts", () =>
        {
            var number = BigInteger.Parse("0ff00000000000000001", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return Values.Of(number, number.ToString("x"), Convert.ToHexStringLower(number.ToByteArray(isBigEndian: true)), number >> 60, (-number >> 76), (BigInteger.One << 100) - 1, ~number & 0xff, new BigInteger([0xff]) + 0, new BigInteger([0xff], isUnsigned: true));
        });
        area.Check("RSA with small primes of 10 digits", () =>
        {
            BigInteger p = 2147483647, q = 2305843009213693951, e = 65537;
            var n = p * q;
            var totient = (p - 1) * (q - 1);
            var d = Inverse(e, totient);
            var cipher = BigInteger.ModPow(123456789, e, n);
            return Values.Of(n, d * e % totient, BigInteger.ModPow(cipher, d, n));
        });
        area.Check("3^5000 times 7^4000, checked by remainders", () =>
        {
            var product = BigInteger.Pow(3, 5000) * BigInteger.Pow(7, 4000);
            var expected = BigInteger.ModPow(3, 5000, 1_000_000_007) * BigInteger.ModPow(7, 4000, 1_000_000_007) % 1_000_000_007;
            return Values.Of(product.GetBitLength(), product % 1_000_000_007, expected, product.IsEven);
        });
        area.Check("to and from doubles", () => Values.Of(
            new BigInteger(1e20), (double)BigInteger.Pow(10, 30), BigInteger.Log10(BigInteger.Pow(10, 100)), Thrown.By(() => _ = new BigInteger(double.NaN)), Thrown.By(() => _ = (long)BigInteger.Pow(2, 63)), (long)(BigInteger.Pow(2, 63) - 1)));
        area.Check("complex numbers", () =>
        {
            var number = new Complex(3, 4);
            return Values.Of(number.Magnitude, number * Complex.ImaginaryOne, number * Complex.Conjugate(number), Complex.Sqrt(-4), (number / new Complex(1, 2)).Real, number == new Complex(3, 4));
        });
    }

    private static BigInteger Factorial(int number)
    {
        var product = BigInteger.One;
        for (int i = 2; i <= number; i++)
            product *= i;
        return product;
    }

    private static BigInteger Inverse(BigInteger value, BigInteger modulus)
    {
        BigInteger previous = modulus, current = value, before = 0, now = 1;
        while (current != 0)
        {
            var quotient = previous / current;
            (previous, current) = (current, previous - quotient * current);
            (before, now) = (now, before - quotient * now);
        }

        return (before + modulus) % modulus;
    }
}
