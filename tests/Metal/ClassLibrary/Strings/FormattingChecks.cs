using System.Globalization;
using System.Text;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Strings;

/// <summary>Values to text and text to values.</summary>
internal static class FormattingChecks
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static void Add(Area area)
    {
        area.Check("numbers by standard formats", () => Values.Of(
            1234567.891.ToString("N2", Invariant), 0.1234.ToString("P1", Invariant), 255.ToString("X4", Invariant), 42.ToString("D6", Invariant), 1234.5.ToString("E3", Invariant), 1234.5.ToString("C", Invariant), 10.ToString("b", Invariant), (-5).ToString("N0", Invariant)));
        area.Check("numbers by patterns", () => Values.Of(
            1234.5.ToString("#,##0.00", Invariant), 0.5.ToString("0%", Invariant), (-7).ToString("pos;neg;zero", Invariant), 0.ToString("pos;neg;zero", Invariant), 1234567.ToString("0.0,,", Invariant), 12.ToString("'#'000", Invariant)));
        area.Check("doubles by their shortest text", () => Values.Of(
            0.1, 1.0 / 3, 1e21, 1e-7, double.MaxValue, double.Epsilon, -0.0, double.NaN, double.NegativeInfinity, 5e-324, 123456789012345680.0, 0.1f, float.MaxValue, (Half)0.1));
        area.Check("doubles with all digits", () => Values.Of(0.1.ToString("F20", Invariant), 0.1.ToString("G17", Invariant), 2.5.ToString("F0", Invariant), 1e15.ToString("F1", Invariant)));
        area.Check("numbers read", () => Values.Of(
            int.Parse(" -42 ", Invariant), int.Parse("ff", NumberStyles.HexNumber, Invariant), double.Parse("1,234.5e2", Invariant), decimal.Parse("79228162514264337593543950335", Invariant), long.TryParse("9223372036854775808", Invariant, out long _), byte.TryParse("255", Invariant, out byte most), most, double.Parse("1e400", Invariant)));
        area.Check("numbers that are none", () => Values.Of(
            Thrown.By(() => int.Parse("4x", Invariant)), Thrown.By(() => int.Parse("99999999999", Invariant)), Thrown.By(() => int.Parse((string)null!, Invariant)), Thrown.By(() => Guid.Parse("xyz")), Thrown.By(() => bool.Parse("yes")), Thrown.By(() => DateTime.Parse("32.13.2026", Invariant))));
        area.Check("interpolated, aligned", () =>
        {
            int count = 3;
            decimal price = 4.5m;
            return string.Create(Invariant, $"{"tea",-6}|{count,4}|{price,8:0.00}|{count * price:F1}|{{{count:D3}}}");
        });
        area.Check("composite and wrong composite formats", () => Values.Of(
            string.Format(Invariant, "{1} before {0}, {0:x}", 255, "b"), Thrown.By(() => string.Format(Invariant, "{2}", 1)), string.Format(Invariant, CompositeFormat.Parse("<{0,5}>"), 12)));
        area.Check("dates by patterns", () =>
        {
            var date = new DateTime(2026, 2, 28, 23, 5, 9, 45, DateTimeKind.Utc);
            return Values.Of(date.ToString("O", Invariant), date.ToString("R", Invariant), date.ToString("yyyy-MM-dd HH:mm:ss.fff", Invariant), date.ToString("dddd, d MMMM yyyy", Invariant), date.ToString("h:mm tt", Invariant), date.ToString("s", Invariant));
        });
        area.Check("dates reckoned", () =>
        {
            var leap = new DateTime(2024, 2, 29);
            return Values.Of(leap.AddYears(1).ToString("d", Invariant), leap.AddDays(366).DayOfWeek, leap.DayOfYear, (new DateTime(2026, 1, 1) - leap).Days, DateTime.IsLeapYear(2100), ISOWeek.GetWeekOfYear(new DateTime(2027, 1, 3)), DateTime.UnixEpoch.AddSeconds(2_000_000_000).ToString("u", Invariant));
        });
        area.Check("dates read", () => Values.Of(
            DateTime.Parse("2026-02-28T12:00:00Z", Invariant, DateTimeStyles.AdjustToUniversal).ToString("O", Invariant), DateTimeOffset.ParseExact("28/02/26 01:02 +02:00", "dd/MM/yy HH:mm zzz", Invariant).UtcDateTime.ToString("s", Invariant), DateOnly.ParseExact("20260228", "yyyyMMdd", Invariant).DayNumber, TimeOnly.Parse("23:59", Invariant).AddMinutes(2).ToString("HH:mm", Invariant)));
        area.Check("time spans", () => Values.Of(
            TimeSpan.FromMilliseconds(93_784_005), TimeSpan.Parse("1.02:03:04.5", Invariant).TotalSeconds, TimeSpan.FromHours(49).ToString("d' days 'h' h'", Invariant), TimeSpan.FromMinutes(90).ToString("g", Invariant), TimeSpan.MaxValue.Ticks));
        area.Check("time zone of both homes", () => Values.Of(TimeZoneInfo.Local.BaseUtcOffset, TimeZoneInfo.Utc.Id, new DateTimeOffset(new DateTime(2026, 7, 1)).Offset, Thrown.By(() => TimeZoneInfo.FindSystemTimeZoneById("Mars/Olympus"))));
        area.Check("culture of both homes", () => Values.Of(
            CultureInfo.CurrentCulture.Name.Length, 1.5.ToString(new CultureInfo("de-DE")), new CultureInfo("de-DE").DateTimeFormat.GetDayName(DayOfWeek.Monday), CultureInfo.InvariantCulture.NumberFormat.CurrencySymbol, "i".ToUpper(new CultureInfo("tr-TR"))));
        area.Check("own number format", () =>
        {
            var format = (NumberFormatInfo)Invariant.NumberFormat.Clone();
            format.NumberDecimalSeparator = ",";
            format.NumberGroupSeparator = ".";
            return Values.Of(1234567.5.ToString("N1", format), double.Parse("1.234,5", format), Thrown.By(() => Invariant.NumberFormat.NumberGroupSeparator = "x"));
        });
        area.Check("own formatter", () => string.Format(new Roman(), "{0:roman} {1:roman} {2}", 2026, 49, 7));
        area.Check("enums", () => Values.Of(
            DayOfWeek.Friday, (DayOfWeek)9, Enum.Parse<DayOfWeek>("sunday", true), AttributeTargets.Class | AttributeTargets.Method, Enum.TryParse("Someday", out DayOfWeek _), Enum.GetNames<DayOfWeek>().Length, DayOfWeek.Monday.ToString("x")));
        area.Check("identifiers and versions", () => Values.Of(
            new Guid("00112233-4455-6677-8899-aabbccddeeff").ToString("B"), Convert.ToHexStringLower(new Guid("00112233-4455-6677-8899-aabbccddeeff").ToByteArray()), Version.Parse("1.20.3") > new Version(1, 9), Guid.NewGuid() != Guid.NewGuid(), Guid.NewGuid().Version, Guid.CreateVersion7().Version));
        area.Check("written as UTF-8 in place", () =>
        {
            Span<byte> bytes = stackalloc byte[40];
            bool fits = Encoding.UTF8.TryGetBytes("€", bytes, out int written);
            return Values.Of(fits, written, 1234.5.TryFormat(bytes, out int length, "F2", Invariant), Encoding.UTF8.GetString(bytes[..length]), System.Buffers.Text.Utf8Parser.TryParse("77x"u8, out int number, out int used), number, used);
        });
        area.Check("addresses of the web and of machines", () => Values.Of(
            new Uri("http://host:81/a/../b?q=%20x#f").AbsoluteUri, new Uri(new Uri("http://h/a/b"), "../c").PathAndQuery, Uri.EscapeDataString("a b/ü"), System.Net.IPAddress.Parse("2001:db8::1").ToString(), System.Net.IPNetwork.Parse("10.0.0.0/8").Contains(System.Net.IPAddress.Parse("10.1.2.3")), Thrown.By(() => System.Net.IPAddress.Parse("1.2.3.4.5"))));
    }

    private sealed class Roman : IFormatProvider, ICustomFormatter
    {
        private static readonly (int Value, string Letters)[] Signs =
            [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider)
        {
            if (format != "roman" || arg is not int rest)
                return string.Create(Invariant, $"{arg}");
            var text = new StringBuilder();
            foreach (var (value, letters) in Signs)
            {
                for (; rest >= value; rest -= value)
                    text.Append(letters);
            }

            return text.ToString();
        }
    }
}
