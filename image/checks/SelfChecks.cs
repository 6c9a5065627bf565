using DSoftBus.Image.Checks.Attacks;
using DSoftBus.Image.Checks.Memory;
using DSoftBus.Image.Checks.Served;
using DSoftBus.Image.Checks.Soak;

namespace DSoftBus.Image.Checks;

/// <summary>Checks of the runtime on the shim, the groups that the word <c>shim.check=NAME,...</c> of the command line names, in this order; the program does nothing else then.</summary>
internal static class SelfChecks
{
    private const string Word = "shim.check=";

    private static readonly Dictionary<string, Action<CheckLog>> Groups = new()
    {
        ["runtime"] = RuntimeGroup,
        ["vectors"] = VectorChecks.Run,
        ["memory"] = MemoryChecks.Run,
        ["recycling"] = RecyclingChecks.Run,
        ["exhaustion"] = ExhaustionChecks.Run,
        ["attack"] = AttackChecks.Run,
        ["calls"] = HostileCallChecks.Run,
        ["served"] = ServedCallChecks.Run,
        ["threads"] = SchedulerChecks.Run,
        ["futex"] = FutexChecks.Run,
        ["time"] = ClockChecks.Run,
        ["clock-page"] = ClockPageChecks.Run,
        ["soak"] = SoakChecks.Run,
        ["wild"] = _ => FatalModes.ReadWildAddress(),
        ["overflow"] = _ => FatalModes.OverflowStack(),
        ["unhandled"] = _ => FatalModes.ThrowUnhandled(),
        ["overflow-thread"] = _ => FatalModes.OnThread(FatalModes.OverflowStack),
        ["unhandled-thread"] = _ => FatalModes.OnThread(FatalModes.ThrowUnhandled),
        ["unhandled-pool"] = _ => FatalModes.OnPool(FatalModes.ThrowUnhandled),
        ["unhandled-finalizer"] = _ => FatalModes.ThrowInFinalizer(),
        ["unhandled-null"] = _ => FatalModes.DereferenceNull(),
        ["unhandled-divide"] = _ => FatalModes.DivideByZero(),
        ["unhandled-memory"] = _ => FatalModes.ExhaustMemory(),
        ["fail-fast"] = _ => FatalModes.FailFast(),
        ["single-step"] = _ => FatalModes.SingleStep(),
        ["task-null"] = _ => TaskFaults.Run(TaskFaults.DereferenceNullAsync),
        ["task-wild"] = _ => TaskFaults.Run(TaskFaults.ReadWildAddressAsync),
        ["task-overflow"] = _ => TaskFaults.Run(TaskFaults.OverflowStackAsync),
        ["task-spin"] = _ => TaskFaults.Run(TaskFaults.HoldTheLoopAsync),
        ["task-memory"] = _ => TaskFaults.Run(TaskFaults.ExhaustMemoryAsync),
        ["note-garbage"] = _ => NoteFaults.Garbage(),
        ["note-control"] = _ => NoteFaults.ControlCharacters(),
        ["note-unmapped"] = _ => NoteFaults.Unmapped(),
        ["note-edge"] = _ => NoteFaults.AcrossTheEnd(),
        ["flood"] = _ => FatalModes.Flood(),
        ["crash-calls"] = CrashCallChecks.Run,
        ["forged-return"] = _ => FatalModes.ReturnThroughForgedFrame(),
        ["return-noncanonical"] = _ => FatalReturns.NonCanonicalInstruction(),
        ["return-to-shim"] = _ => FatalReturns.InstructionInTheShimsHalf(),
        ["return-to-last-page"] = _ => FatalReturns.InstructionInTheLastPage(),
        ["return-state-in-shim"] = _ => FatalReturns.StateInTheShimsHalf(),
        ["return-state-nowhere"] = _ => FatalReturns.StateNowhere(),
        ["return-state-cut"] = _ => FatalReturns.StateBeyondTheEnd(),
        ["return-frame-in-shim"] = _ => FatalReturns.FrameInTheShimsHalf(),
        ["return-frame-nowhere"] = _ => FatalReturns.FrameNowhere(),
        ["return-frame-noncanonical"] = _ => FatalReturns.FrameNonCanonical(),
        ["parked"] = _ => Parking.Stand(),
        ["parked-device"] = _ => Parking.StandWithDevice(),
        ["total-memory"] = HighMemoryChecks.Total,
        ["high-memory"] = HighMemoryChecks.Run,
        ["touch-mappings"] = _ => FatalExhaustion.TouchMappings(),
        ["touch-reservation"] = _ => FatalExhaustion.TouchReservation(),
        ["touch-native"] = _ => FatalExhaustion.TouchNativeMemory(),
        ["touch-through-calls"] = _ => FatalExhaustion.TouchThroughCalls(),
        ["environment"] = ShowEnvironment,
        ["exit"] = _ => Environment.Exit(5),
    };

    /// <summary>Runs what a word asks for. False when no word does.</summary>
    /// <param name="words">Words of the command line.</param>
    /// <param name="status">0 when every check of the group held, else 1; 2 for an unknown name.</param>
    public static bool TryRun(string[] words, out int status)
    {
        status = 0;
        string? asked = Array.Find(words, word => word.StartsWith(Word, StringComparison.Ordinal));
        if (asked is null)
            return false;

        Console.WriteLine("hello from managed code");
        if (asked == Word + "hello")
            return true;
        string[] names = asked[Word.Length..].Split(',');
        if (!Array.TrueForAll(names, Groups.ContainsKey))
        {
            Console.WriteLine($"unknown check; known: hello, {string.Join(", ", Groups.Keys)}");
            status = 2;
            return true;
        }

        var log = new CheckLog();
        foreach (string name in names)
        {
            CheckLog.Note($"group {name}");
            Groups[name](log);
        }

        status = log.Finish();
        return true;
    }

    private static void ShowEnvironment(CheckLog log)
    {
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            CheckLog.Note($"{variable.Key}={variable.Value}");
        log.Check("there is an environment", Environment.GetEnvironmentVariables().Count > 0);
    }

    private static void RuntimeGroup(CheckLog log)
    {
        ExceptionChecks.Run(log);
        AsyncChecks.Run(log).GetAwaiter().GetResult();
        CollectorChecks.Run(log);
        ThreadChecks.Run(log);
        LibraryChecks.Run(log);
    }
}
