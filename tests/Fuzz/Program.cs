using DSoftBus.Fuzz;
using SharpFuzz;

// For afl-fuzz, for a person with a crash file, and for machines without a fuzzer; tests/Fuzz/README.md has the commands.
const string Usage = """
    usage: DSoftBus.Fuzz --list                                     the targets
           DSoftBus.Fuzz TARGET FILE...                             runs the files: repeats a crash
           DSoftBus.Fuzz TARGET --afl                               under afl-fuzz, with instrumented assemblies
           DSoftBus.Fuzz TARGET --blind SECONDS SEED CORPUS CRASHES  changes the corpus without looking at coverage
    exit status: 0 nothing found, 1 a rule was broken, 2 wrong use
    """;
if (args is ["--list"])
{
    foreach (var each in FuzzTargets.All)
        Console.WriteLine(each.Name);
    return 0;
}

if (args is [var name, "--afl"])
{
    // Instrumented code may not run before the fuzzer's memory is there, so nothing is looked up until the first input.
    IFuzzTarget? fuzzed = null;
    Fuzzer.Run(stream =>
    {
        fuzzed ??= FuzzTargets.Find(name) ?? throw new ArgumentException($"There is no target '{name}'.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        fuzzed.Run(copy.ToArray());
    });
    return 0;
}

if (args.Length < 2 || FuzzTargets.Find(args[0]) is not { } target)
{
    Console.Error.WriteLine(args is [] or ["--help"] ? Usage : args.Length < 2 ? Usage : $"error: there is no target '{args[0]}'; --list names them");
    return args is ["--help"] ? 0 : 2;
}

if (args[1] == "--blind")
{
    if (args.Length != 6 || !int.TryParse(args[2], out int seconds) || !int.TryParse(args[3], out int seed))
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    byte[][] corpus = Directory.Exists(args[4]) ? [.. Directory.GetFiles(args[4]).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)] : [];
    var (runs, crash, cause) = BlindRun.Run(target, corpus, TimeSpan.FromSeconds(seconds), seed);
    if (crash is null)
    {
        Console.WriteLine($"{target.Name}: {runs} inputs from {corpus.Length} of the corpus, coverage-blind, nothing found");
        return 0;
    }

    Directory.CreateDirectory(args[5]);
    string file = Path.Combine(args[5], $"{target.Name}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(crash))[..12]}");
    File.WriteAllBytes(file, crash);
    Console.Error.WriteLine($"error: {target.Name} broke after {runs} inputs: {cause}\n\ninput: {file}\nrepeat: {Environment.ProcessPath} {target.Name} {file}");
    return 1;
}

foreach (string file in args.Skip(1))
{
    try
    {
        target.Run(File.ReadAllBytes(file));
        Console.WriteLine($"{target.Name} {file}: fine");
    }
    catch (Exception cause) when (cause is not (FileNotFoundException or DirectoryNotFoundException))
    {
        Console.Error.WriteLine($"{target.Name} {file}: {cause}");
        return 1;
    }
}

return 0;
