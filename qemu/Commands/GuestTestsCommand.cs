using System.CommandLine;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.GuestTests;
using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus guest-tests</c>.</summary>
internal static class GuestTestsCommand
{
    private const int FailedStatus = 1;
    private const int MostShards = 16;
    private const int LeastMemory = 64;
    private const int MostMemory = 4096;
    private const int LongestLimit = 3600;

    public static Command Create()
    {
        var image = new Option<string>("--image") { Description = "Image of tests/Metal/UnitTests; its .symbols file lies beside it.", HelpName = "FILE", DefaultValueFactory = _ => Path.Combine(Checkout.Artifacts, "guest-tests", "unit-tests.elf") };
        var trx = new Option<string>("--trx") { Description = "Test result file to write.", HelpName = "FILE", DefaultValueFactory = _ => Path.Combine(Checkout.Artifacts, "test-results", "Guest.trx") };
        var filter = new Option<string>("--filter") { Description = "Run only tests with this in their names (letters, digits, '.' and '_').", HelpName = "WORD", DefaultValueFactory = _ => "" };
        var shards = new Option<int>("--shards") { Description = "Guests that run side by side.", HelpName = "N", DefaultValueFactory = _ => 2 };
        var memory = new Option<int>("--memory") { Description = "Memory of each guest in MiB.", HelpName = "MIB", DefaultValueFactory = _ => 256 };
        var limit = new Option<int>("--limit") { Description = "Seconds that one test may take.", HelpName = "SECONDS", DefaultValueFactory = _ => 120 };
        var words = new Option<string[]>("--word") { Description = "A further word for the kernel command line, as env.CsCheck_Iter=20; may be repeated.", HelpName = "WORD", DefaultValueFactory = _ => [] };
        Option<bool> json = GuestRunOptions.JsonOption();
        NumberRange.Require(shards, 1, MostShards);
        NumberRange.Require(memory, LeastMemory, MostMemory, " MiB");
        NumberRange.Require(limit, 1, LongestLimit, " s");
        filter.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>()?.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_')) == true)
                result.AddError("--filter takes letters, digits, '.' and '_': it becomes a word of the kernel command line.");
        });
        var command = new Command("guest-tests", "Runs the unit tests of runtime, net and softbus inside guests.") { image, trx, filter, shards, memory, limit, words, json };
        command.SetAction((parsed, cancel) =>
        {
            string file = Path.GetFullPath(parsed.GetRequiredValue(image));
            var options = new GuestTestsOptions(file, Path.GetDirectoryName(file)!)
            {
                Filter = parsed.GetRequiredValue(filter),
                Shards = parsed.GetValue(shards),
                MemoryMebibytes = parsed.GetValue(memory),
                TestLimit = TimeSpan.FromSeconds(parsed.GetValue(limit)),
                ExtraWords = [.. parsed.GetRequiredValue(words)],
            };
            return RunAsync(options, parsed.GetRequiredValue(trx), parsed.GetValue(json), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(GuestTestsOptions options, string trx, bool json, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        try
        {
            var progress = new GuestTestsProgress(json ? TextWriter.Null : output);
            GuestTestsReport report = await GuestTestsRun.ExecuteAsync(options, progress.Add, TimeProvider.System, cancel);
            TrxFile.Write(trx, options.Image, report);
            if (json)
                await output.WriteLineAsync(Json(report, trx).ToJsonString());
            else
                GuestTestsProgress.Conclude(output, report, options);
            return report.Failed == 0 ? 0 : FailedStatus;
        }
        catch (RunFailedException missing)
        {
            await error.WriteLineAsync($"error: {missing.Failure.Message}. {missing.Failure.Hint}");
            return missing.Failure.Code.ExitStatus;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await error.WriteLineAsync("error: the run was called off; its guests are ended and nothing was reported.");
            return FailedStatus;
        }
    }

    private static JsonObject Json(GuestTestsReport report, string trx) => new()
    {
        ["passed"] = report.Passed,
        ["failed"] = report.Failed,
        ["seconds"] = Math.Round(report.Duration.TotalSeconds, 3),
        ["leftOut"] = new JsonObject(report.LeftOut.GroupBy(test => test.Kind).Select(kind => KeyValuePair.Create(kind.Key, (JsonNode?)kind.Count()))),
        ["guests"] = new JsonArray([.. report.Shards.Select(shard => new JsonObject { ["tests"] = shard.Results.Count, ["status"] = shard.Exit.Status, ["exit"] = shard.Exit.ToString() })]),
        ["failures"] = new JsonArray([.. report.Results.Where(result => !result.IsPassed).Select(result => new JsonObject
        {
            ["name"] = result.Name,
            ["outcome"] = result.Outcome.ToString(),
            ["message"] = result.Message,
            ["stack"] = result.Stack,
        })]),
        ["trx"] = trx,
    };
}
