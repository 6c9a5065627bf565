using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Vectors;

/// <summary>Vector arithmetic of one thread.</summary>
internal static class VectorChecks
{
    public static void Add(Area area)
    {
        area.Check("vector instructions of the build", () => Values.Of(
            Vector128.IsHardwareAccelerated, Vector256.IsHardwareAccelerated, Avx2.IsSupported, Fma.IsSupported, Bmi2.IsSupported, Lzcnt.IsSupported, Popcnt.IsSupported, Vector<int>.Count));
        area.Check("lanes, add, multiply, compare, select", () =>
        {
            var left = Vector256.Create(1, 2, 3, 4, 5, 6, 7, 8);
            var right = Vector256.Create(8, 7, 6, 5, 4, 3, 2, 1);
            return Values.Of(Lanes(left + right), Lanes(left * right), Lanes(Vector256.ConditionalSelect(Vector256.GreaterThan(left, right), left, right)), Vector256.Dot(left, right), Vector256.Sum(left));
        });
        area.Check("lanes, shuffle, shift, and not, narrow", () =>
        {
            var bytes = Vector256.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
            var backwards = Vector256.Shuffle(bytes, Vector256.Create((byte)31) - bytes);
            var words = Vector256.WidenLower(bytes);
            return Values.Of(backwards[0], backwards[31], Lanes(words)[15], Lanes(Vector256.ShiftLeft(words, 8))[1], Vector256.AndNot(bytes, Vector256<byte>.One)[3], Vector256.Narrow(words, words)[16]);
        });
        area.Check("lanes, most significant bits", () =>
        {
            var equal = Vector256.Equals(Vector256.Create("abcabcabcabcabca"u8.ToArray().Concat(new byte[16]).ToArray()), Vector256.Create((byte)'b'));
            return Values.Of(Vector256.ExtractMostSignificantBits(equal).ToString("x8"), Vector256.EqualsAny(equal, Vector256<byte>.AllBitsSet));
        });
        area.Check("doubles, square roots, floors, fused multiply and add", () =>
        {
            var values = Vector256.Create(1.0, 2.0, 6.25, 1e10);
            return Values.Of(Lanes(Vector256.Sqrt(values)), Lanes(Vector256.Floor(values / 4)), Lanes(Vector256.FusedMultiplyAdd(values, values, -values)), Lanes(Vector256.Min(values, Vector256.Create(3.0))));
        });
        area.Check("doubles, not a number, infinities, signed zero", () =>
        {
            var values = Vector256.Create(double.NaN, double.PositiveInfinity, -0.0, 1.0);
            return Values.Of(Lanes(values * Vector256<double>.Zero), Lanes(Vector256.Equals(values, values).AsInt64()), Lanes(Vector256.Create(1.0) / values));
        });
        area.Check("crossing lanes, permute and gather by AVX2", () =>
        {
            var values = Vector256.Create(10, 11, 12, 13, 14, 15, 16, 17);
            return Values.Of(
                Lanes(Avx2.PermuteVar8x32(values, Vector256.Create(7, 0, 7, 0, 3, 3, 1, 2))), Lanes(Avx2.HorizontalAdd(values, values)), Lanes(Avx2.Permute4x64(values.AsInt64(), 0x1b).AsInt32()));
        });
        area.Check("bits, deposit, extract, rotate, count", () => Values.Of(
            Bmi2.ParallelBitExtract(0xabcd, 0xff00).ToString("x"), Bmi2.ParallelBitDeposit(0xab, 0xf0f0).ToString("x"), BitOperations.PopCount(0xff00ff00ff00ff00), BitOperations.LeadingZeroCount(1u), BitOperations.TrailingZeroCount(0x100), BitOperations.RotateLeft(0x80000001, 4).ToString("x"), BitOperations.Log2(1025), BitOperations.RoundUpToPowerOf2(1025u)));
        area.Check("CRC-32C of 123456789", () =>
        {
            uint crc = 0xffffffff;
            foreach (byte digit in "123456789"u8)
                crc = BitOperations.Crc32C(crc, digit);
            return (~crc).ToString("x8");
        });
        area.Check("Vector<T>, a sum of 10000 numbers in pieces", () =>
        {
            int[] numbers = [.. Enumerable.Range(1, 10_000)];
            var sums = Vector<int>.Zero;
            int i = 0;
            for (; i <= numbers.Length - Vector<int>.Count; i += Vector<int>.Count)
                sums += new Vector<int>(numbers, i);
            int sum = Vector.Sum(sums);
            for (; i < numbers.Length; i++)
                sum += numbers[i];
            return Values.Of(sum, numbers.Sum());
        });
        area.Check("Vector3, Matrix4x4, Quaternion", () =>
        {
            var turn = Matrix4x4.CreateTranslation(1, 2, 3) * Matrix4x4.CreateScale(2);
            var half = new Quaternion(0, 0, 1, 0);
            return Values.Of(
                Vector3.Cross(Vector3.UnitX, Vector3.UnitY), Vector3.Transform(Vector3.One, turn), turn.GetDeterminant(), Vector2.Transform(Vector2.UnitX, half), Vector3.Distance(new(1, 2, 2), Vector3.Zero));
        });
    }

    private static T[] Lanes<T>(Vector256<T> vector)
    {
        var lanes = new T[Vector256<T>.Count];
        vector.CopyTo(lanes);
        return lanes;
    }
}
