using System.Globalization;
using System.Text;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Strings;

/// <summary>Text: searching, cutting, comparing, encodings.</summary>
internal static class StringChecks
{
    public static void Add(Area area)
    {
        area.Check("search", () =>
        {
            const string Text = "the cat sat on the mat";
            return Values.Of(Text.IndexOf("at", StringComparison.Ordinal), Text.LastIndexOf("at", StringComparison.Ordinal), Text.IndexOf("THE", 1, StringComparison.OrdinalIgnoreCase), Text.Contains('q'), Text.StartsWith("the c", StringComparison.Ordinal));
        });
        area.Check("split and join", () => Values.Of(
            "a,b;c,,d".Split([',', ';']), "a,b,,c".Split(',', StringSplitOptions.RemoveEmptyEntries), "1 - 2 - 3".Split(" - ", 2), string.Join('|', "x y z".Split(' ')), string.Concat(Enumerable.Repeat("ab", 3))));
        area.Check("cut and filled", () => Values.Of("[" + "  trim me\t\n".Trim() + "]", "xxhixx".Trim('x'), "7".PadLeft(4, '0'), "ab".PadRight(5, '.'), "abcdef"[2..^1], "abcdef".Remove(1, 3), "abc".Insert(1, "--"), "banana".Replace("an", "AN", StringComparison.Ordinal)));
        area.Check("compare, ordinal and without case", () => Values.Of(
            string.CompareOrdinal("a", "B") > 0, string.Compare("a", "B", StringComparison.OrdinalIgnoreCase) < 0, "Straße".Equals("STRASSE", StringComparison.OrdinalIgnoreCase), "ÄÖ".Equals("äö", StringComparison.OrdinalIgnoreCase), StringComparer.Ordinal.Compare("abc", "abd")));
        area.Check("upper and lower letters of several scripts", () => Values.Of("straße Ωmega ЖУК".ToUpperInvariant(), "ÀÉÎ ΣΑΣ ДОМ".ToLowerInvariant(), char.ToUpperInvariant('ÿ')));
        area.Check("builder of 10000 appends", () =>
        {
            var text = new StringBuilder();
            for (int i = 0; i < 10_000; i++)
                text.Append(i % 10);
            text.Insert(0, "start:").Replace("789", "xyz", 0, 40).Remove(6, 3).AppendJoin('-', 1, 2, 3).AppendFormat(CultureInfo.InvariantCulture, "{0:x}", 255);
            return Values.Of(text.Length, text.ToString(0, 40), text.ToString(text.Length - 10, 10));
        });
        area.Check("UTF-8, there and back", () =>
        {
            const string Text = "aé€😀";
            byte[] bytes = Encoding.UTF8.GetBytes(Text);
            return Values.Of(Convert.ToHexStringLower(bytes), Encoding.UTF8.GetString(bytes) == Text, Encoding.UTF8.GetCharCount(bytes), Text.EnumerateRunes().Select(rune => rune.Value.ToString("x")));
        });
        area.Check("UTF-8, damaged", () => Values.Of(
            Encoding.UTF8.GetString([0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82]), Thrown.By(() => new UTF8Encoding(false, true).GetString([0xc3, 0x28])), Encoding.UTF8.GetBytes("\ud800x")));
        area.Check("UTF-16, UTF-32, Latin-1, ASCII", () => Values.Of(
            Convert.ToHexStringLower(Encoding.Unicode.GetBytes("é€")), Convert.ToHexStringLower(Encoding.BigEndianUnicode.GetBytes("é€")), Convert.ToHexStringLower(Encoding.UTF32.GetBytes("😀")), Convert.ToHexStringLower(Encoding.Latin1.GetBytes("é€")), Encoding.ASCII.GetString([72, 105, 200])));
        area.Check("decoder gets a letter in three pieces", () =>
        {
            var decoder = Encoding.UTF8.GetDecoder();
            char[] letters = new char[4];
            int first = decoder.GetChars([0xe2], letters, false);
            int second = decoder.GetChars([0x82], letters, false);
            int third = decoder.GetChars([0xac, 0x21], letters, true);
            return Values.Of(first, second, third, new string(letters, 0, third));
        });
        area.Check("base64 and hexadecimal", () => Values.Of(
            Convert.ToBase64String("any carnal pleas"u8), Convert.FromBase64String("TWFu"), Thrown.By(() => Convert.FromBase64String("TWF")), Convert.ToHexString([0, 15, 240, 255]), Convert.FromHexString("c0ffee"), System.Buffers.Text.Base64Url.EncodeToString([251, 255])));
        area.Check("letters, digits, categories", () => Values.Of(
            char.IsLetter('ж'), char.IsDigit('٣'), char.IsWhiteSpace('\u2003'), char.GetUnicodeCategory('€'), char.GetNumericValue('½'), char.IsSurrogatePair("😀", 0), Rune.GetUnicodeCategory(new Rune(0x1f600)), char.IsAsciiHexDigit('g')));
        area.Check("text elements of an emoji family and an accent", () => Values.Of(
            new StringInfo("e\u0301x👨‍👩‍👧").LengthInTextElements, StringInfo.GetNextTextElementLength("👨‍👩‍👧!"), StringInfo.ParseCombiningCharacters("e\u0301x")));
        area.Check("lines and line ends", () =>
        {
            var lines = new List<string>();
            foreach (var line in "one\r\ntwo\nthree".AsSpan().EnumerateLines())
                lines.Add(line.ToString());
            return Values.Of(lines, "a\r\nb\nc".ReplaceLineEndings("/"), Environment.NewLine.Length);
        });
        area.Check("interned and not", () =>
        {
            string made = new(['a', 'b', 'c', '-', '1']);
            return Values.Of(ReferenceEquals(string.Intern(made), string.Intern("abc-" + 1.ToString(CultureInfo.InvariantCulture))), string.IsInterned("never seen " + made) is null, made.GetHashCode() == "abc-1".GetHashCode());
        });
        area.Check("created in place", () => string.Create(26, 'a', (letters, first) =>
        {
            for (int i = 0; i < letters.Length; i++)
                letters[i] = (char)(first + i);
        }));
        area.Check("readers and writers of text", () =>
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            writer.WriteLine(1.5);
            writer.Write("{0}-{1}", 2, 3);
            using var reader = new StringReader(writer.ToString());
            return Values.Of(reader.ReadLine(), (char)reader.Peek(), reader.ReadToEnd(), reader.ReadLine());
        });
    }
}
