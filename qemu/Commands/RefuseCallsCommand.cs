using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Refusal;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus refuse-calls</c>.</summary>
internal static class RefuseCallsCommand
{
    private const int FailedStatus = 1;
    private const int MissingStatus = 61;

    public static Command Create()
    {
        var command = new Command("refuse-calls", "A test of the tests: boots once per system call of the shim with that call answering ENOSYS; each time something must turn red. With all calls everything must be green.");
        var calls = new Option<string[]>("--call") { Description = "Only this call; may be repeated. All calls of the shim's table without it.", HelpName = "NUMBER", DefaultValueFactory = _ => [] };
        var image = new Option<string>("--image") { Description = "Guest image.", HelpName = "FILE", DefaultValueFactory = _ => Checkout.Image };
        var library = new Option<string>("--class-library") { Description = "Guest that checks the class library; left out with a line when it is missing.", HelpName = "FILE", DefaultValueFactory = _ => Path.Combine(Checkout.Artifacts, "metal", "classlibrary.elf") };
        Option<bool> json = GuestRunOptions.JsonOption();
        foreach (Option option in new Option[] { calls, image, library, json })
            command.Options.Add(option);
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetRequiredValue(calls), parsed.GetRequiredValue(image), parsed.GetRequiredValue(library), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] wanted, string image, string library, bool isJson, CancellationToken cancel)
    {
        SortedDictionary<ulong, bool> source = ServedCalls.InSource(File.ReadAllText(Path.Combine(Checkout.Root, "kernel-shim", "calls", "SystemCallTable.cs")));
        SortedSet<ulong> readme = ServedCalls.InReadme(File.ReadAllText(Path.Combine(Checkout.Root, "kernel-shim", "README.md")));
        if (!readme.SetEquals(source.Keys))
            return Refuse($"SystemCallTable.cs and kernel-shim/README.md differ in: {string.Join(", ", readme.Except(source.Keys).Concat(source.Keys.Except(readme)))}.", FailedStatus);
        if (!TryChoose(wanted, source, out List<ulong> numbers, out string? unknown))
            return Refuse($"'{unknown}' is no call that the shim's table answers.", Program.UsageStatus);
        if (!File.Exists(image))
            return Refuse($"there is no image at {image}; ./build.sh --target=Image makes it.", MissingStatus);
        if (!QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu))
            return Refuse(QemuLocator.MissingText, MissingStatus);

        var suites = RefusalSuite.OfImage(Path.GetFullPath(image)).ToList();
        if (File.Exists(library))
            suites.Add(RefusalSuite.OfClassLibrary(Path.GetFullPath(library)));
        else if (!isJson)
            Console.WriteLine($"without the class library's checks: there is no {library}");
        var run = new RefusalRun(new RefusalBoot((suite, refused) => RefusalBoot.QemuCommand(qemu, suite, refused)), suites);
        List<RefusalRow> rows = await run.ExecuteAsync(
            numbers,
            row =>
            {
                if (!isJson)
                    Console.WriteLine(Describe(row));
            },
            cancel);
        bool holds = rows.TrueForAll(row => row.Holds);
        if (isJson)
            Console.WriteLine(Json(rows, holds).ToJsonString());
        else
            Console.WriteLine(Conclusion(rows, source.Count(call => call.Value)));
        return holds ? 0 : FailedStatus;
    }

    private static bool TryChoose(string[] wanted, SortedDictionary<ulong, bool> source, out List<ulong> numbers, out string? unknown)
    {
        numbers = wanted.Length > 0 ? [] : [.. source.Where(call => !call.Value).Select(call => call.Key)];
        unknown = null;
        foreach (string text in wanted)
        {
            bool isHexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
            bool isNumber = ulong.TryParse(isHexadecimal ? text[2..] : text, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ulong number);
            if (!isNumber || !source.ContainsKey(number))
            {
                unknown = text;
                return false;
            }

            numbers.Add(number);
        }

        return true;
    }

    private static string Describe(RefusalRow row)
    {
        string seconds = row.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        string result = (row.Call, row.Red) switch
        {
            (null, null) => $"{row.Suite}: green with all calls",
            (null, _) => $"NOT GREEN with all calls: {row.Suite}: {row.Red}",
            (_, null) => "NOTHING TURNED RED: add a check to image/checks/Served",
            _ => $"red in {row.Suite}: {row.Red}",
        };
        return $"{row.Number,-7} {seconds,6} s  {result}";
    }

    private static string Conclusion(List<RefusalRow> rows, int refusedAnyway)
    {
        var wrong = rows.Where(row => !row.Holds).ToList();
        int refused = rows.Count(row => row.Call is not null);
        return wrong.Count == 0
            ? $"{refused} calls refused, each turned something red; {refusedAnyway} calls of the table answer ENOSYS on purpose"
            : $"failed: {string.Join(", ", wrong.Select(row => row.Call is null ? row.Suite : $"call {row.Number}"))}";
    }

    private static JsonObject Json(List<RefusalRow> rows, bool holds) => new()
    {
        ["result"] = holds ? "success" : "failed",
        ["rows"] = new JsonArray([.. rows.Select(row => new JsonObject
        {
            ["refused"] = row.Call,
            ["suite"] = row.Suite,
            ["red"] = row.Red,
            ["holds"] = row.Holds,
            ["seconds"] = Math.Round(row.Duration.TotalSeconds, 2),
        })]),
    };

    private static int Refuse(string problem, int status)
    {
        Console.Error.WriteLine($"error: {problem}");
        return status;
    }
}
