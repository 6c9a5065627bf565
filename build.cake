// Every job of the project is a target here; build.sh only restores the tool that runs it.
//   ./build.sh                    the main job: image, two VMs on one cable, a table of what was proven
//   ./build.sh --target=Test      every test, those that boot guests included
using System.Diagnostics;
using System.Xml.Linq;

var target = Argument("target", "TwoVm");
var testKeys = HasArgument("test-keys");
var filter = Argument<string>("filter", null);
const string Configuration = "Release";
const string Solution = "dsoftbus.slnx";

// Command -> Debian package. What a target needs is installed when it is missing and we are root.
var forImage = new Dictionary<string, string> { ["gcc"] = "gcc", ["ld.lld"] = "lld", ["objcopy"] = "binutils" };
var forGuests = new Dictionary<string, string> { ["qemu-system-x86_64"] = "qemu-system-x86" };
var forFuzzing = new Dictionary<string, string> { ["afl-fuzz"] = "afl++" };
var forTests = new Dictionary<string, string> { ["tshark"] = "tshark", ["capnp"] = "capnproto", ["curl"] = "curl" };
// Linux as the oracle of our network stack works in network namespaces; without root those tests are skipped.
var forOracle = Environment.UserName == "root"
    ? new Dictionary<string, string> { ["ip"] = "iproute2", ["ping"] = "iputils-ping", ["sysctl"] = "procps", ["hping3"] = "hping3", ["dnsmasq"] = "dnsmasq-base" }
    : [];

int Start(string file, string arguments, IDictionary<string, string> environment = null)
    => StartProcess(file, new ProcessSettings { Arguments = arguments, EnvironmentVariables = environment ?? new Dictionary<string, string>() });

void Run(string file, string arguments, IDictionary<string, string> environment = null)
{
    var code = Start(file, arguments, environment);
    if (code != 0)
        throw new CakeException(code, $"'{file} {arguments}' ended with exit status {code}");
}

bool Exists(string command)
    => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin")
        .Any(folder => folder.Length > 0 && System.IO.File.Exists(System.IO.Path.Combine(folder, command)));

void Require(params Dictionary<string, string>[] sets)
{
    var packages = sets.SelectMany(set => set).Where(need => !Exists(need.Key)).Select(need => need.Value).ToHashSet();
    if (sets.Contains(forImage) && !System.IO.File.Exists("/usr/lib/x86_64-linux-gnu/libc.a"))
        packages.Add("libc6-dev");
    if (packages.Count == 0)
        return;
    var line = $"apt-get install -y --no-install-recommends {string.Join(' ', packages)}";
    if (Environment.UserName != "root" || !Exists("apt-get"))
        throw new CakeException(3, $"Debian packages are missing. Run this as root, then ./build.sh again:\n\n    sudo apt-get update && sudo {line}\n");
    Step($"installing {string.Join(", ", packages)}");
    EnsureDirectoryExists("artifacts");
    var quiet = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
    if (Start("sh", $"-c \"(apt-get update && {line}) >artifacts/apt.log 2>&1\"", quiet) != 0)
        throw new CakeException(3, $"'{line}' failed; see artifacts/apt.log.");
}

string Sha256(string file)
    => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(file))).ToLowerInvariant();

void Step(string what) => Console.WriteLine($"==> {what}");

Task("Help").Description("Lists the targets.").Does(() =>
{
    Console.WriteLine("usage: ./build.sh [--target=NAME] [--test-keys] [--filter=EXPRESSION]\n");
    foreach (var task in Tasks.Where(t => t.Description is not null))
        Console.WriteLine($"  {task.Name,-11} {task.Description}");
    Console.WriteLine("\nThe default target is TwoVm. Results lie under artifacts/.");
});

Task("Restore").Does(() =>
{
    Step("restoring packages (locked)");
    Run("dotnet", $"restore {Solution} --locked-mode --verbosity quiet");
});

Task("Samples").Description("Builds artifacts/samples/*.elf, ordinary console programs as guests.").IsDependentOn("Host").Does(() =>
{
    Require(forImage);
    foreach (var project in GetFiles("image/samples/*/*.csproj").OrderBy(file => file.FullPath).Append("tests/Metal/ClassLibrary/ClassLibrary.csproj").Append("tests/Metal/NetPeer/NetPeer.csproj"))
    {
        var name = project.GetFilenameWithoutExtension().ToString().ToLowerInvariant();
        Step($"building the program {name}");
        Run("dotnet", $"publish {project.FullPath} -c {Configuration} --no-restore --verbosity quiet --nologo");
    }
});

Task("Host").IsDependentOn("Restore").Does(() =>
{
    Step("building the host program");
    Run("dotnet", $"build qemu/Qemu.csproj -c {Configuration} --no-restore --verbosity quiet --nologo");
});

void Softbus(string arguments) => Run("dotnet", $"qemu/bin/{Configuration}/net10.0/softbus.dll {arguments}");

Task("Image").Description("Builds artifacts/image/softbus.elf, the one guest file; prints its hash and its sizes.").IsDependentOn("Host").Does(() =>
{
    Require(forImage);
    Step("building the image");
    Run("dotnet", $"publish image/Image.csproj -c {Configuration} --no-restore --verbosity quiet --nologo");
    // What is said about the image is computed again only when there is a new one.
    var image = new System.IO.FileInfo("artifacts/image/softbus.elf");
    bool Older(string name) => System.IO.File.GetLastWriteTimeUtc($"artifacts/image/{name}") < image.LastWriteTimeUtc;
    if (Older("sizes.json"))
        Softbus("sizes");
    if (Older("softbus.cdx.json"))
        Softbus("sbom");
    Step($"artifacts/image/softbus.elf, {image.Length:N0} bytes, SHA-256 {Sha256(image.FullName)}");
});

Task("TwoVm").Description("The main job: boots two VMs on one cable and proves an authenticated session.").IsDependentOn("Image").Does(() =>
{
    Require(forGuests);
    Softbus("two-vm" + (testKeys ? " --test-keys" : ""));
});

Task("Boot").Description("Boots one VM through the single-VM ladder, up to 'SELFTEST: end'.").IsDependentOn("Image").Does(() =>
{
    Require(forGuests);
    Softbus("boot");
});

Task("GuestTestImage").IsDependentOn("Host").Does(() =>
{
    Require(forImage);
    Step("building the unit tests for the bare machine");
    Run("dotnet", $"publish tests/Metal/UnitTests/Metal.UnitTests.csproj -c {Configuration} --no-restore --verbosity quiet --nologo");
});

// A guest knows no filter expressions; a word, alone or as 'FullyQualifiedName~WORD', is what both kinds of tests understand.
string GuestFilter()
{
    var word = filter is null ? "" : filter.StartsWith("FullyQualifiedName~") ? filter["FullyQualifiedName~".Length..] : filter;
    return word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_') ? word : null;
}

Task("GuestTests").Description("Runs the unit tests of runtime, net and softbus inside guests.").IsDependentOn("GuestTestImage").Does(() =>
{
    Require(forGuests);
    if (GuestFilter() is not { } word)
        throw new CakeException(2, $"'{filter}' is no filter for guests: give a part of the test's name");
    Softbus("guest-tests" + (word.Length > 0 ? $" --filter={word}" : ""));
});

Task("Test").Description("Format check and every test; ends with 'N passed, N failed, N skipped'.").IsDependentOn("Image").IsDependentOn("Samples").IsDependentOn("GuestTestImage").Does(() =>
{
    Require(forImage, forGuests, forTests, forOracle);
    Step("building everything");
    Run("dotnet", $"build {Solution} -c {Configuration} --no-restore --verbosity quiet --nologo");
    if (filter is null)
    {
        Step("checking the format");
        Run("dotnet", $"format {Solution} --verify-no-changes --no-restore --verbosity quiet");
        // The shim has a class library of its own, so the solution's check cannot load it; its style rules run in its build.
        Run("dotnet", "format whitespace kernel-shim --folder --verify-no-changes --verbosity quiet");
    }

    var results = Directory("artifacts/test-results");
    CleanDirectory(results);
    var strict = new Dictionary<string, string> { ["SNAPSHOOTER_STRICT_MODE"] = "true" };
    var broken = new List<string>();
    // One project at a time prints what it did when it has ended. EndToEnd waits for guests most of its time, so the others run beside it.
    bool Passes(FilePath project)
    {
        var name = project.GetFilenameWithoutExtension().ToString();
        var selection = filter is null ? "" : $" --filter \"{filter}\"";
        var output = new List<string>();
        string Keep(string line)
        {
            lock (output)
                output.Add(line ?? "");
            return line;
        }

        Step($"testing {name}");
        var status = StartProcess("dotnet", new ProcessSettings
        {
            Arguments = $"test {project.FullPath} -c {Configuration} --no-build --nologo --verbosity quiet --logger \"console;verbosity=minimal\" --logger \"trx;LogFileName={name}.trx\" --results-directory {results} --blame-hang --blame-hang-timeout 8m --blame-hang-dump-type none{selection}",
            EnvironmentVariables = strict,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectedStandardOutputHandler = Keep,
            RedirectedStandardErrorHandler = Keep,
        });
        lock (output)
            Console.WriteLine(string.Join('\n', output.Where(line => line.Length > 0)));
        return status == 0;
    }

    var projects = GetFiles("tests/*.Tests/*.csproj").OrderBy(file => file.FullPath).ToList();
    var beside = projects.Single(project => project.FullPath.EndsWith("EndToEnd.Tests.csproj"));
    var besidePasses = System.Threading.Tasks.Task.Run(() => Passes(beside));
    broken.AddRange(projects.Where(project => project != beside && !Passes(project)).Select(project => project.GetFilenameWithoutExtension().ToString()));
    if (!besidePasses.Result)
        broken.Add(beside.GetFilenameWithoutExtension().ToString());

    if (GuestFilter() is { } word)
    {
        Step("testing runtime, net and softbus inside guests");
        if (Start("dotnet", $"qemu/bin/{Configuration}/net10.0/softbus.dll guest-tests --trx {results}/Guest.trx" + (word.Length > 0 ? $" --filter={word}" : "")) != 0)
            broken.Add("Guest");
    }
    else
    {
        Console.WriteLine($"not run: the unit tests inside guests, because '{filter}' is more than a part of a name");
    }

    int passed = 0, failed = 0, skipped = 0;
    foreach (var file in GetFiles("artifacts/test-results/*.trx"))
    {
        var counters = XDocument.Load(file.FullPath).Descendants().First(element => element.Name.LocalName == "Counters");
        int Of(string name) => (int)counters.Attribute(name);
        passed += Of("passed");
        failed += Of("executed") - Of("passed");
        skipped += Of("total") - Of("executed");
    }

    if (broken.Count > 0)
        Console.WriteLine($"failed: {string.Join(", ", broken)}");
    // The closing line is read by machines; a project that died without results counts as a failure.
    if (broken.Count > 0 && failed == 0)
        failed = broken.Count;
    var closing = $"{passed} passed, {failed} failed, {skipped} skipped";
    System.IO.File.WriteAllText("artifacts/test-results/summary.txt", closing + "\n");
    Console.WriteLine(closing);
    if (failed > 0 || broken.Count > 0 || passed == 0)
        throw new CakeException(1, passed == 0 ? "no test was executed" : "tests failed");
});

Task("Bench").Description("Prints what was measured, beside the same program on a Linux guest.").IsDependentOn("Image").Does(() =>
{
    Require(forGuests);
    Step("building the benchmark programs for both guests");
    foreach (var program in new[] { "Benchmarks", "NetPeer" })
        Run("dotnet", $"publish tests/Metal/{program}/{program}.csproj -c {Configuration} --no-restore --verbosity quiet --nologo");
    Step("building 'softbus tap' ahead of time");
    Run("dotnet", $"publish tests/Bench/TapPeer/TapPeer.csproj -c {Configuration} --no-restore --verbosity quiet --nologo");
    Softbus("bench");
});

Task("Soak").Description("Ten minutes of everything at once in one guest: invariants, what is left behind, collector pauses.").IsDependentOn("Image").Does(() =>
{
    Require(forGuests);
    Softbus("soak --seconds 600");
});

// afl-fuzz where it is installed; where it is not and we are root, it is installed; else the run is coverage-blind and says so.
void RunFuzz(string folder, int seconds, string targets)
{
    if (!Exists("afl-fuzz") && Environment.UserName == "root" && Exists("apt-get"))
    {
        try
        {
            Require(forFuzzing);
        }
        catch (CakeException)
        {
            Console.WriteLine("not installed: afl++, see artifacts/apt.log");
        }
    }

    Run("sh", $"-c \"cd {folder} && dotnet build tests/Fuzz/Fuzz.csproj -c {Configuration} --no-restore --verbosity quiet --nologo && tests/Fuzz/run.sh {seconds} {targets}\"");
}

Task("Fuzz").Description("Fuzzes parsers, TCP and the stack: --fuzz-seconds=N per target (20), --fuzz=TARGET for one.").IsDependentOn("Restore").Does(() =>
{
    var fuzzSeconds = Argument("fuzz-seconds", 20);
    var fuzzTarget = Argument("fuzz", "");
    if (fuzzSeconds < 1 || fuzzTarget.Any(letter => !char.IsAsciiLetter(letter) && letter != '-'))
        throw new CakeException(2, $"--fuzz-seconds takes a number above zero and --fuzz the name of a target, not {fuzzSeconds} and '{fuzzTarget}'");
    Step($"fuzzing, {fuzzSeconds} s per target");
    RunFuzz(".", fuzzSeconds, fuzzTarget);
});

Task("Verify").Description("Builds the last commit twice and compares all images bit for bit; then every suite that takes long.").Does(() =>
{
    Require(forImage, forGuests, forTests, forOracle);
    // Two folders whose paths differ in length: a path that leaks into an image changes its size too.
    var root = System.IO.Directory.CreateTempSubdirectory("verify-").FullName;
    var clones = new[] { $"{root}/a", $"{root}/a-second-folder-with-a-longer-name/b" };
    // Build servers would outlive the clones.
    var alone = new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false" };
    StartProcess("git", new ProcessSettings { Arguments = "rev-parse HEAD", RedirectStandardOutput = true }, out var head);
    var commit = head.Single();
    var passed = new List<(string What, TimeSpan Time)>();

    void Part(string what, Action work)
    {
        Step(what);
        var time = Stopwatch.StartNew();
        work();
        passed.Add((what, time.Elapsed));
    }

    string[] Images(string clone) => System.IO.Directory.GetFiles($"{clone}/artifacts", "*.elf", System.IO.SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(clone, file)).Order(StringComparer.Ordinal).ToArray();

    void InFirstClone(string arguments) => Run("sh", $"-c \"cd {clones[0]} && dotnet qemu/bin/{Configuration}/net10.0/softbus.dll {arguments}\"");

    try
    {
        foreach (var clone in clones)
        {
            Part($"clean build {(clone == clones[0] ? "one" : "two")}: image, samples, class library", () =>
            {
                // The same commit both times, even when somebody commits meanwhile.
                Run("git", $"clone --quiet --no-hardlinks . {clone}");
                Run("git", $"-C {clone} checkout --quiet --detach {commit}");
                Run("sh", $"-c \"cd {clone} && ./build.sh --target=Image && ./build.sh --target=Samples\"", alone);
            });
        }

        var images = Images(clones[0]);
        Part($"{images.Length} images are equal bit for bit", () =>
        {
            if (images.Length < 3 || !images.SequenceEqual(Images(clones[1])))
                throw new CakeException(1, $"the two builds made different images: {string.Join(", ", images)} and {string.Join(", ", Images(clones[1]))}");
            foreach (var image in images)
            {
                var hashes = clones.Select(clone => Sha256($"{clone}/{image}")).ToArray();
                if (hashes[0] != hashes[1])
                    throw new CakeException(1, $"two builds of {image} from one commit differ: SHA-256 {hashes[0]} and {hashes[1]}");
                Console.WriteLine($"    {hashes[0]}  {image}");
            }
        });
        Part("each system call refused turns something red", () => InFirstClone("refuse-calls"));
        Part("a hundred megabytes each way between our stack and the kernel, over each kind of bad link", () =>
        {
            var megabytes = new Dictionary<string, string> { ["SOFTBUS_ORACLE_MEGABYTES"] = "100" };
            Run("sh", $"-c \"cd {clones[0]} && dotnet test tests/Oracle.Tests -c {Configuration} --no-restore --nologo --verbosity quiet --logger 'console;verbosity=normal' --filter FullyQualifiedName~TransferTests\"", megabytes);
        });
        Part("fuzzing, 20 s per target", () => RunFuzz(clones[0], 20, ""));
        Part("ten minutes of soak", () => InFirstClone("soak --seconds 600"));
    }
    finally
    {
        Console.WriteLine();
        foreach (var (what, time) in passed)
            Console.WriteLine($"passed  {time:hh\\:mm\\:ss}  {what}");
        // A clone that failed keeps its logs.
        if (System.IO.Directory.Exists($"{clones[0]}/artifacts/fuzz/crashes"))
            CopyDirectory($"{clones[0]}/artifacts/fuzz/crashes", "artifacts/verify-fuzz");
        if (System.IO.Directory.Exists($"{clones[0]}/artifacts/soak"))
            CopyDirectory($"{clones[0]}/artifacts/soak", "artifacts/verify-soak");
        DeleteDirectory(root, new DeleteDirectorySettings { Recursive = true, Force = true });
    }
});

Task("Clean").Description("Removes everything that was built.").Does(() =>
{
    CleanDirectories("artifacts");
    foreach (var folder in GetDirectories("**/bin").Concat(GetDirectories("**/obj")))
        DeleteDirectory(folder, new DeleteDirectorySettings { Recursive = true, Force = true });
});

RunTarget(target);
