using System.Text.RegularExpressions;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Regexes;

/// <summary>Patterns interpreted, generated from source and matched without backtracking.</summary>
internal static partial class RegexChecks
{
    private const string Log = "2026-02-28 23:59:59 WARN disk: 91% full\n2026-03-01 00:00:01 INFO net: up, 10 ms\n2026-03-01 00:00:02 WARN net: 250 ms";

    public static void Add(Area area)
    {
        AddInterpreted(area);
        AddGenerated(area);
        area.Check("generated and interpreted agree on 200 texts", () =>
        {
            var interpreted = new Regex(@"^(?:\+?(\d{1,3})[- ])?\(?(\d{3})\)?[- ]?(\d{4})$", RegexOptions.CultureInvariant);
            uint state = 7;
            int matches = 0;
            int different = 0;
            for (int i = 0; i < 200; i++)
            {
                string text = $"{(i % 3 == 0 ? "+49 " : "")}({state % 1000:000}){(i % 2 == 0 ? "-" : "x")}{state / 1000 % 10000:0000}";
                state = state * 1664525 + 1013904223;
                matches += Phone().IsMatch(text) ? 1 : 0;
                different += Phone().Match(text).Groups.Values.Select(group => group.Value).SequenceEqual(interpreted.Match(text).Groups.Values.Select(group => group.Value)) ? 0 : 1;
            }

            return Values.Of(matches, different);
        });
        area.Check("without backtracking", () =>
        {
            var regex = new Regex("^(a+)+$", RegexOptions.NonBacktracking);
            string text = new('a', 5000);
            return Values.Of(regex.IsMatch(text), regex.IsMatch(text + "!"), new Regex("(b|ab)c", RegexOptions.NonBacktracking).Match("xabc").Value, Thrown.By(() => _ = new Regex(@"(a)\1", RegexOptions.NonBacktracking)));
        });
        area.Check("four threads share one pattern", () =>
        {
            var sums = new int[4];
            Crew.Run(4, number =>
            {
                for (int i = 0; i < 300; i++)
                    sums[number] += int.Parse(Word().Match($"--{i} x").Value);
            });
            return Values.Of(sums);
        });
    }

    private static void AddInterpreted(Area area)
    {
        area.Check("interpreted, groups by number and name", () =>
        {
            var match = Regex.Match(Log, @"(?<date>\d+-\d+-\d+) (\S+) (?<level>[A-Z]+) (?<part>\w+):");
            return Values.Of(match.Groups["date"].Value, match.Groups[1].Value, match.Groups["level"].Value, match.Groups["part"].Index, match.Groups.Count);
        });
        area.Check("interpreted, all matches", () => Values.Of(Regex.Matches(Log, @"\d+(?= ms|%)").Select(match => match.Value), Regex.Count(Log, "WARN")));
        area.Check("interpreted, replaced by text and by code", () => Values.Of(
            Regex.Replace("john smith", @"(\w+) (\w+)", "$2, ${1}"), Regex.Replace("a1b22", @"\d+", match => $"<{match.Length}>"), Regex.Replace("aaa", "a", "b", RegexOptions.None), new Regex("a").Replace("aaa", "b", 2)));
        area.Check("interpreted, split", () => Values.Of(Regex.Split("one, two;three", @"[,;]\s*"), Regex.Split("a1b2c", @"(\d)")));
        area.Check("interpreted, greedy, lazy, possessive", () => Values.Of(
            Regex.Match("<a><b>", "<.+>").Value, Regex.Match("<a><b>", "<.+?>").Value, Regex.IsMatch("aaab", "(?>a+)ab"), Regex.Match("aaa", "a{2}").Length));
        area.Check("interpreted, behind, ahead, back", () => Values.Of(
            Regex.Match("price: $42", @"(?<=\$)\d+").Value, Regex.Match("foobar foobaz", "foo(?!bar)...").Value, Regex.Match("hello letter", @"(\w)\1").Value, Regex.Match("abc", "(?<!a)c").Value));
        area.Check("interpreted, letters without case, lines, comments", () => Values.Of(
            Regex.IsMatch("ÄPFEL", "äpfel", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), Regex.Matches("a\nb\na", "^a$", RegexOptions.Multiline).Count, Regex.IsMatch("a\nb", "a.b"), Regex.IsMatch("a\nb", "a.b", RegexOptions.Singleline), Regex.Match("x12", "x (\\d) # one digit", RegexOptions.IgnorePatternWhitespace).Groups[1].Value));
        area.Check("interpreted, classes of Unicode", () => Values.Of(
            Regex.Match("abc жук 12", @"\p{IsCyrillic}+").Value, Regex.Match("a€b", @"\p{Sc}").Index, Regex.Matches("aB1 _é", @"\w").Count, Regex.Match("xyz123", "[a-z-[aeiou]]+").Value, Regex.IsMatch("٣", @"\d"), Regex.IsMatch("٣", @"\d", RegexOptions.ECMAScript)));
        area.Check("interpreted, balanced brackets", () =>
        {
            var regex = new Regex(@"^(?:[^()]|(?<open>\()|(?<-open>\)))*(?(open)(?!))$");
            return Values.Of(regex.IsMatch("(a(b)c)"), regex.IsMatch("(a(b c)"), regex.IsMatch(")("));
        });
        area.Check("interpreted, from right to left", () => Values.Of(
            Regex.Match("1,234,567", @"\d{1,3}", RegexOptions.RightToLeft).Value, Regex.Replace("1234567", @"\d{3}(?=(?:\d{3})*$)(?<!^\d{3})", ",$&")));
        area.Check("interpreted, wrong patterns", () =>
        {
            string? fault = null;
            try
            {
                _ = new Regex("a(b");
            }
            catch (RegexParseException e)
            {
                fault = $"{e.Error} at {e.Offset}";
            }

            return Values.Of(fault, Thrown.By(() => _ = new Regex("[z-a]")), Thrown.By(() => _ = new Regex("*")));
        });
        area.Check("interpreted, a time limit ends a match without end", () =>
        {
            var regex = new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(50));
            return Values.Of(Thrown.By(() => regex.IsMatch(new string('a', 40) + "!")), regex.MatchTimeout);
        });
        area.Check("interpreted, escaped", () => Values.Of(Regex.Escape("1+1=2? [yes]"), Regex.Unescape(@"\x41\t"), Regex.IsMatch("1+1", "^" + Regex.Escape("1+1") + "$")));
        area.Check("interpreted, captures of a repeated group", () => Values.Of(Regex.Match("a1b2c3", @"(?:(\w)(\d))+").Groups[2].Captures.Select(capture => capture.Value), Regex.Match("none", "x").Success));
    }

    private static void AddGenerated(Area area)
    {
        area.Check("generated, mail addresses", () => Values.Of(new[] { "a.b@example.org", "@x.org", "a@b", "first+tag@sub.example.com" }.Select(text => Mail().IsMatch(text))));
        area.Check("generated, parts of a time", () =>
        {
            var match = Time().Match("at 23:59:07.125");
            return Values.Of(match.Groups["h"].Value, match.Groups["m"].Value, match.Groups["s"].Value, match.Groups["f"].Value, Time().IsMatch("24:00:00"));
        });
        area.Check("generated, over a span without a match object", () =>
        {
            var found = new List<string>();
            foreach (var match in Word().EnumerateMatches("one two  three"))
                found.Add($"{match.Index}+{match.Length}");
            return Values.Of(found);
        });
        area.Check("generated, replaced", () => Values.Of(Word().Replace("so it is", word => $"{char.ToUpperInvariant(word.Value[0])}{word.Value[1..]}"), Phone().Replace("030-1234", "$2/$3")));
        area.Check("generated, names of months without case", () => Values.Of(Month().Matches("mar JAN may Dec foo").Select(match => match.Value)));
        area.Check("generated, names of the groups", () => Values.Of(Time().GetGroupNames(), Time().GetGroupNumbers(), Time().ToString(), Month().Options));
    }

    [GeneratedRegex(@"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Mail();

    [GeneratedRegex(@"\b(?<h>[01]\d|2[0-3]):(?<m>[0-5]\d):(?<s>[0-5]\d)(?:\.(?<f>\d+))?")]
    private static partial Regex Time();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?:\+?(\d{1,3})[- ])?\(?(\d{3})\)?[- ]?(\d{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Month();
}
