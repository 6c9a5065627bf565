using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace DSoftBus.Qemu.GuestTests;

/// <summary>The results as Visual Studio's test result file, the format of the host's own test runs.</summary>
public static class TrxFile
{
    private const string UnitTestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";
    private const string ResultsNotInAList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";
    private const string Adapter = "executor://softbus/guest";
    private static readonly XNamespace Team = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Writes the file; its folder is made when it is missing.</summary>
    public static void Write(string path, string image, GuestTestsReport report)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true });
        Document(image, report).Save(writer);
    }

    /// <summary>The same results give the same document, but for the times.</summary>
    public static XDocument Document(string image, GuestTestsReport report)
    {
        var tests = report.Results.Select((result, place) => (Result: result, Test: Id($"test {place} {result.Name}"), Execution: Id($"execution {place} {result.Name}"))).ToList();
        return new XDocument(new XElement(
            Team + "TestRun",
            new XAttribute("id", Id($"{report.Started:O}")),
            new XAttribute("name", "guest"),
            new XElement(Team + "Times", Time("start", report.Started), Time("finish", report.Started + report.Duration)),
            new XElement(Team + "Results", tests.Select(test => Result(test.Result, test.Test, test.Execution))),
            new XElement(Team + "TestDefinitions", tests.Select(test => Definition(image, test.Result, test.Test, test.Execution))),
            new XElement(Team + "TestEntries", tests.Select(test => new XElement(
                Team + "TestEntry", new XAttribute("testId", test.Test), new XAttribute("executionId", test.Execution), new XAttribute("testListId", ResultsNotInAList)))),
            new XElement(Team + "TestLists", new XElement(Team + "TestList", new XAttribute("name", "Results Not in a List"), new XAttribute("id", ResultsNotInAList))),
            new XElement(Team + "ResultSummary", new XAttribute("outcome", report.Failed == 0 ? "Completed" : "Failed"), Counters(report))));
    }

    private static XElement Result(GuestTestResult result, string test, string execution)
    {
        var element = new XElement(
            Team + "UnitTestResult",
            new XAttribute("executionId", execution),
            new XAttribute("testId", test),
            new XAttribute("testName", Plain(result.Name)),
            new XAttribute("computerName", "guest"),
            new XAttribute("duration", result.Duration.ToString("c", CultureInfo.InvariantCulture)),
            new XAttribute("testType", UnitTestType),
            new XAttribute("outcome", result.IsPassed ? "Passed" : "Failed"),
            new XAttribute("testListId", ResultsNotInAList));
        var output = new XElement(Team + "Output");
        if (result.Output.Length > 0)
            output.Add(new XElement(Team + "StdOut", Plain(result.Output)));
        if (!result.IsPassed)
            output.Add(new XElement(Team + "ErrorInfo", new XElement(Team + "Message", Plain(result.Message)), new XElement(Team + "StackTrace", Plain(result.Stack))));
        if (output.HasElements)
            element.Add(output);
        return element;
    }

    private static XElement Definition(string image, GuestTestResult result, string test, string execution)
    {
        // "Namespace.Class.Method(arguments)"
        int arguments = result.Name.IndexOf('(', StringComparison.Ordinal);
        string method = arguments < 0 ? result.Name : result.Name[..arguments];
        int dot = method.LastIndexOf('.');
        return new XElement(
            Team + "UnitTest",
            new XAttribute("name", Plain(result.Name)),
            new XAttribute("storage", image),
            new XAttribute("id", test),
            new XElement(Team + "Execution", new XAttribute("id", execution)),
            new XElement(
                Team + "TestMethod",
                new XAttribute("codeBase", image),
                new XAttribute("adapterTypeName", Adapter),
                new XAttribute("className", Plain(dot < 0 ? "" : method[..dot])),
                new XAttribute("name", Plain(method[(dot + 1)..]))));
    }

    private static XElement Counters(GuestTestsReport report) => new(
        Team + "Counters",
        new XAttribute("total", report.Passed + report.Failed),
        new XAttribute("executed", report.Passed + report.Failed),
        new XAttribute("passed", report.Passed),
        new XAttribute("failed", report.Failed));

    private static XAttribute Time(string name, DateTimeOffset moment) => new(name, moment.ToString("O", CultureInfo.InvariantCulture));

    private static string Id(string text) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString();

    // XML 1.0 has no control characters and no lone surrogates, and tests speak of both.
    private static string Plain(string text) => string.Concat(text.EnumerateRunes().Select(rune
        => rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not 0xfffe and not 0xffff) ? rune.ToString() : "\ufffd"));
}
