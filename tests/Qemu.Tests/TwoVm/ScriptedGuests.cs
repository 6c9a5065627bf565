using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.TwoVm;

namespace DSoftBus.Tests.Qemu.TwoVm;

/// <summary>Runs the harness with shell scripts in the machines' place; they print what a guest would.</summary>
internal sealed class ScriptedGuests : IDisposable
{
    // Scripts have no cable to agree over who ends first, as guests do by their linger time: the second of sleep stands for it.
    public const string GoodA =
        """
        echo 'init: ready'
        echo 'dsoftbusd: discovery cross-vm up'
        echo 'dsoftbusd: ready'
        echo 'dsoftbusd: cross-vm session ok fdf72a088f18'
        echo 'SELFTEST: remote resolve ok'
        echo 'SELFTEST: remote query ok'
        sleep 1
        exit 33
        """;

    public const string GoodB =
        """
        echo 'init: ready'
        echo 'dsoftbusd: discovery cross-vm up'
        echo 'dsoftbusd: ready'
        echo 'dsoftbusd: cross-vm session ok 506ef1879d74'
        echo 'dsoftbusd: remote proxy ok (peer=506ef1879d74 service=samgrd)'
        sleep 1
        exit 33
        """;

    /// <summary>A guest that goes on until it is killed.</summary>
    public const string Forever = "exec sleep 1000";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softbus-scripted-");

    public string RunsFolder => Path.Combine(_folder.FullName, "runs");

    public TwoVmOptions Options(string scriptA, string scriptB) => new(Path.Combine(_folder.FullName, "no.elf"), RunsFolder)
    {
        CheckCapture = false,
        GuestCommand = (node, _) => new GuestCommand("/bin/sh", ["-c", node.Name == "A" ? scriptA : scriptB]),
    };

    public Task<TwoVmOutcome> RunAsync(string scriptA, string scriptB) => RunAsync(Options(scriptA, scriptB));

    public static Task<TwoVmOutcome> RunAsync(TwoVmOptions options, CancellationToken cancel = default) =>
        TwoVmRun.ExecuteAsync(options, new SilentProgress(), TimeProvider.System, cancel);

    public void Dispose() => _folder.Delete(recursive: true);
}
