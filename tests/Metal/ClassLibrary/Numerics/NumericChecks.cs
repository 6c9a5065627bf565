using System.Globalization;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Numerics;

/// <summary>Numbers of the machine, decimals, randomness.</summary>
internal static class NumericChecks
{
    public static void Add(Area area)
    {
        area.Check("integers wrap and overflow", () =>
        {
            int most = int.Parse("2147483647", CultureInfo.InvariantCulture);
            return Values.Of(unchecked(most + 1), Thrown.By(() => _ = checked(most + 1)), Thrown.By(() => _ = checked((byte)(most - 2147483391))), unchecked((sbyte)200), -7 / 2, -7 % 2, -7 >> 1, -7 >>> 28);
        });
        area.Check("division by zero, whole and real", () =>
        {
            int zero = int.Parse("0", CultureInfo.InvariantCulture);
            long least = long.Parse("-9223372036854775808", CultureInfo.InvariantCulture);
            return Values.Of(Thrown.By(() => _ = 1 / zero), Thrown.By(() => _ = 1L % zero), Thrown.By(() => _ = least / (zero - 1)), 1.0 / zero, Thrown.By(() => _ = 1m / zero));
        });
        area.Check("128 bits", () => Values.Of(
            Int128.MaxValue, UInt128.MaxValue, (Int128)long.MaxValue * long.MaxValue, UInt128.MaxValue / 12345, Math.BigMul(ulong.MaxValue, ulong.MaxValue, out ulong low), low, Int128.Parse("-170141183460469231731687303715884105728", CultureInfo.InvariantCulture) == Int128.MinValue));
        area.Check("doubles to the last bit", () => Values.Of(
            0.1 + 0.2, Math.Sqrt(2), Math.FusedMultiplyAdd(0.1, 10, -1), Math.IEEERemainder(5, 3), 5.5 % 2, Math.BitIncrement(1), Math.ScaleB(3, 100), BitConverter.DoubleToInt64Bits(1.5).ToString("x")));
        area.Check("rounding, all ways", () => Values.Of(
            Math.Round(2.5), Math.Round(3.5), Math.Round(2.5, MidpointRounding.AwayFromZero), Math.Round(-2.5, MidpointRounding.ToZero), Math.Round(2.345, 2), Math.Floor(-1.5), Math.Ceiling(-1.5), Math.Truncate(-1.5)));
        area.Check("doubles to integers, at the limits", () =>
        {
            double large = double.Parse("1e20", CultureInfo.InvariantCulture);
            return Values.Of((int)large, (long)-large, (uint)-large, (int)(large * 0 / 0 * large), Thrown.By(() => _ = checked((int)large)), (byte)(float)(large / 1e18), Convert.ToInt32(2.5), Convert.ToInt32(3.5));
        });
        area.Check("sines, logarithms and powers to twelve digits", () => Twelve(
            Math.Sin(1), Math.Cos(1), Math.Tan(1), Math.Atan2(1, -2), Math.Exp(1), Math.Log(10), Math.Log2(10), Math.Log10(2), Math.Pow(2, 0.5), Math.Cbrt(27), Math.Sinh(1), Math.Acosh(2)));
        area.Check("single and half precision", () => Values.Of(
            0.1f + 0.2f, MathF.Sqrt(2), (Half)1 / (Half)3, Half.MaxValue, (float)(Half)65520f, (double)0.1f, MathF.Round(0.5f), BitConverter.SingleToUInt32Bits(-0.0f).ToString("x")));
        area.Check("decimals keep their digits", () => Values.Of(
            0.1m + 0.2m, 1.10m + 2.2m, 1m / 3, decimal.MaxValue, decimal.Round(2.345m, 2), decimal.Truncate(-7.9m), 7.5m % 2, Thrown.By(() => _ = decimal.MaxValue + int.Parse("1", CultureInfo.InvariantCulture)), decimal.GetBits(1.5m)));
        area.Check("pi by the formula of Gauss and Legendre, with decimals", () =>
        {
            decimal a = 1, b = Root(0.5m), t = 0.25m, p = 1;
            for (int i = 0; i < 5; i++)
            {
                decimal next = (a + b) / 2;
                b = Root(a * b);
                t -= p * (a - next) * (a - next);
                p *= 2;
                a = next;
            }

            return Values.Of(decimal.Round((a + b) * (a + b) / (4 * t), 24));
        });
        area.Check("generic sums over five kinds of number", () => Values.Of(
            Sum<int>(1, 2, 3), Sum(1.5, 2.5), Sum<byte>(200, 55), Sum(0.1m, 0.2m), Thrown.By(() => Sum<byte>(200, 56))));
        area.Check("generic mathematics", () => Values.Of(
            int.Clamp(17, 0, 9), double.Lerp(0, 10, 0.25), int.IsPow2(64), long.LeadingZeroCount(1), double.Hypot(3, 4), uint.RotateRight(1, 1), int.CopySign(5, -1), float.MaxMagnitude(-3, 2), int.DivRem(17, 5)));
        area.Check("random numbers of a seed", () =>
        {
            var random = new Random(42);
            var again = new Random(42);
            var same = Enumerable.Range(0, 1000).All(_ => random.Next() == again.Next());
            var fresh = new Random(1);
            return Values.Of(same, fresh.Next(100), fresh.Next(100), fresh.Next(100), Enumerable.Range(0, 10_000).Select(_ => Random.Shared.Next(6)).Distinct().Order());
        });
        area.Check("random shuffles and choices keep their items", () =>
        {
            int[] items = [.. Enumerable.Range(0, 100)];
            Random.Shared.Shuffle(items);
            bool moved = !items.SequenceEqual(Enumerable.Range(0, 100));
            return Values.Of(items.Order().SequenceEqual(Enumerable.Range(0, 100)), moved, Random.Shared.GetItems([7], 3), Random.Shared.NextDouble() is >= 0 and < 1);
        });
        area.Check("hash codes combine alike within a run", () => Values.Of(
            HashCode.Combine(1, "a") == HashCode.Combine(1, "a"), HashCode.Combine(1, 2) != HashCode.Combine(2, 1), 5.GetHashCode(), true.GetHashCode(), 0.0.GetHashCode() == (-0.0).GetHashCode()));
        area.Check("primes below 100000 by a sieve", () =>
        {
            bool[] composite = new bool[100_000];
            int count = 0;
            int last = 0;
            for (int i = 2; i < composite.Length; i++)
            {
                if (composite[i])
                    continue;
                count++;
                last = i;
                for (long j = (long)i * i; j < composite.Length; j += i)
                    composite[j] = true;
            }

            return Values.Of(count, last);
        });
    }

    private static string Twelve(params double[] values) => Values.Of(values.Select(value => value.ToString("G12", CultureInfo.InvariantCulture)));

    private static decimal Root(decimal value)
    {
        decimal root = (decimal)Math.Sqrt((double)value);
        for (int i = 0; i < 3; i++)
            root = (root + value / root) / 2;
        return root;
    }

    private static T Sum<T>(params T[] values)
        where T : System.Numerics.INumber<T>
    {
        var sum = T.Zero;
        foreach (var value in values)
            sum = checked(sum + value);
        return sum;
    }
}
