using System.Globalization;
using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.Bench.Stacks;

/// <summary>Our stack on a TAP device beside stacks that others made, by the script and the client that come with those. What cannot be measured here costs its rows only.</summary>
internal sealed class StackBench(BenchOptions options, RunFolder run, PhaseClock steps)
{
    /// <summary>The environment variable that names the folder of the peers.</summary>
    public const string Variable = "SOFTBUS_PEERS";

    private const string ScriptName = "run.sh";
    private static readonly TimeSpan BuildBound = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RoundBound = TimeSpan.FromMinutes(10);
    private static readonly string[] Programs = ["tapbench", "tapraw", "lwip-peer", "gvisor-peer"];

    private readonly StackResults _results = new();

    /// <summary>Why nothing, or not everything, was measured; null when all was. A round that a busy machine cuts short is one of several.</summary>
    public string? Problem { get; private set; }

    public async Task<IReadOnlyList<StackRow>> RunAsync(CancellationToken cancel)
    {
        Problem = Missing();
        if (Problem is null)
            await MeasureAsync(new StackScript(Path.Combine(options.StackPeers!, ScriptName)), cancel);
        if (Problem is null && _results.Errors.Count > 0)
            Problem = $"{_results.Errors.Count} tests failed, the first: {_results.Errors[0]}";
        return new StackRows(_results).All();
    }

    private async Task MeasureAsync(StackScript script, CancellationToken cancel)
    {
        Directory.CreateDirectory(options.StackFolder);
        if (!IsBuilt())
            await steps.RunAsync("stacks: build", async () => (_, Problem) = await script.RunAsync(["build", options.StackFolder], run.PathOf("stacks-build.txt"), BuildBound, cancel));
        string[] variants = [StackRows.Lwip, StackRows.Gvisor, Ours(StackRows.Plain, "off"), Ours(StackRows.Offloads, "on")];
        if (Problem is not null)
            return;
        for (int i = 1; i <= options.Runs; i++)
        {
            string log = run.PathOf(string.Create(CultureInfo.InvariantCulture, $"stacks-{i}.txt"));

            // Each round begins with another one: none is always the first, or the one that a failing round leaves out.
            string[] turn = [.. variants[(i % variants.Length)..], .. variants[..(i % variants.Length)]];
            await steps.RunAsync($"stacks {i}/{options.Runs}", async () =>
            {
                (IReadOnlyList<string> lines, string? problem) = await script.RunAsync(["measure", options.StackFolder, "1", .. turn], log, RoundBound, cancel);
                if (problem is not null)
                    Problem = $"round {i} was cut short: {problem}";
                foreach (string line in lines)
                    _results.Add(line);
            });
        }
    }

    // Built once, and again when a source is newer.
    private bool IsBuilt()
    {
        var programs = Programs.Select(name => new FileInfo(Path.Combine(options.StackFolder, name))).ToArray();
        DateTime newest = Directory.EnumerateFiles(options.StackPeers!, "*", SearchOption.AllDirectories).Max(File.GetLastWriteTimeUtc);
        return Array.TrueForAll(programs, program => program.Exists && program.LastWriteTimeUtc >= newest);
    }

    // The script names a variant by the last part of its command, which may have no arguments with a slash.
    private string Ours(string name, string offloads)
    {
        string path = Path.Combine(options.StackFolder, name);
        File.WriteAllText(path, $"""
            #!/bin/sh
            exec {options.StackProgram} --device tap0 --address 10.77.0.2/24 --serve bench --offloads {offloads}

            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return $"cmd:{path}";
    }

    // What the machine lacks is said before anything is begun.
    private string? Missing()
    {
        if (options.StackPeers is not { Length: > 0 } peers)
            return $"{Variable} is not set; it names the folder with {ScriptName} and the other stacks' sources";
        if (!File.Exists(Path.Combine(peers, ScriptName)))
            return $"{Variable}: there is no {ScriptName} in {peers}";
        if (!File.Exists(options.StackProgram))
            return $"there is no {options.StackProgram}; ./build.sh --target=Bench makes it";
        if (Environment.UserName != "root")
            return "network namespaces need root";
        if (!File.Exists("/dev/net/tun"))
            return "there is no /dev/net/tun";
        return options.StackFolder.Any(char.IsWhiteSpace) || options.StackProgram.Any(char.IsWhiteSpace) ? $"the script takes no path with a blank: {options.StackFolder}" : null;
    }
}
