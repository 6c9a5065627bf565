namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Every call of the shim's table with every bad pointer in every place for one, and with values out of range: each answers its errno.</summary>
internal static class CallSweep
{
    private const int BadAddress = -14;

    /// <summary>Pages that the collector may take meanwhile: far fewer than there are refused calls.</summary>
    private const ulong Slack = 128;

    /// <summary>brk answers with the break (MemoryChecks), the others end their caller (rt_sigreturn has boots of its own).</summary>
    private static readonly int[] Elsewhere = [12, 15, 60, 231];

    public static void Run(CheckLog log)
    {
        var memory = new HostileMemory();
        int random = Open(memory, "/dev/urandom"u8);
        int text = Open(memory, "/proc/meminfo"u8);
        int probe = Open(memory, "/dev/urandom"u8);
        Machine.Call(Machine.Close, probe);
        ulong before = Machine.Pages().Free;
        foreach (var row in CallPointers.Table)
            CheckPointers(log, memory, row, random, text);
        if (Machine.Call(Machine.DeviceInformation, 0, memory.Good) == 0)
        {
            foreach (var row in CallPointers.OfDevices)
                CheckPointers(log, memory, row, random, text);
        }

        foreach (var row in CallValues.Table)
            CheckValues(log, memory, row, random, text);
        ulong after = Machine.Pages().Free;
        int next = Open(memory, "/dev/urandom"u8);
        log.Check("refused calls keep no page and no descriptor", after + Slack >= before && next == probe, $"{before} before, {after} after, descriptor {probe} before, {next} after");
        foreach (int descriptor in new[] { random, text, next })
            Machine.Call(Machine.Close, descriptor);
        memory.Close();
        var numbers = CallPointers.Table.Select(row => row.Number).Concat(CallValues.Table.Select(row => row.Number)).Concat(Elsewhere).Distinct().Order();
        CheckLog.Note($"swept {string.Join(' ', numbers)}");
    }

    private static void CheckPointers(CheckLog log, HostileMemory memory, CallPointer row, int random, int text)
    {
        var pointers = memory.Anywhere.ToList();
        if (row.Use == PointerUse.Text)
            pointers.Add(memory.Endless());
        else if (row.Size > 1 && !row.IsAligned)
            pointers.Add(memory.Straddling(row.Size));
        if (row.Use == PointerUse.Writes)
            pointers.AddRange(memory.ForWriting);
        var wrong = new List<string>();
        foreach (var (name, address) in pointers)
        {
            if (row.IsAligned && (address & 3) != 0)
                continue;
            nint result = Call(row.Number, row.Arguments, memory, address, random, text);
            if (result != BadAddress)
                wrong.Add($"{name} {result}");
        }

        log.Check($"EFAULT: call {row.Number} {row.Name}", wrong.Count == 0 && pointers.Count > 12, wrong.Count == 0 ? $"{pointers.Count} pointers" : string.Join(", ", wrong));
    }

    private static void CheckValues(CheckLog log, HostileMemory memory, CallValue row, int random, int text)
    {
        nint result = Call(row.Number, row.Arguments, memory, 0, random, text);
        log.Check($"{row.Expected}: call {row.Number} {row.Name}", result == row.Expected, $"{result}");
    }

    private static nint Call(int number, long[] arguments, HostileMemory memory, nint pointer, int random, int text)
    {
        Span<nint> values = stackalloc nint[6];
        values.Clear();
        for (int i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i] switch
            {
                Argument.Pointer => pointer,
                Argument.Good => memory.Good,
                Argument.NearEnd => memory.End - 16,
                Argument.Root => memory.Root,
                Argument.Link => memory.Link,
                Argument.Random => random,
                Argument.Text => text,
                Argument.LongFraction => memory.LongFraction,
                Argument.NegativeTime => memory.NegativeTime,
                >= Argument.CloneStack and <= Argument.CloneChild => memory.CloneArguments((int)(arguments[i] - Argument.CloneStack)),
                var value => (nint)value,
            };
        }

        return Machine.Call(number, values[0], values[1], values[2], values[3], values[4], values[5]);
    }

    private static int Open(HostileMemory memory, ReadOnlySpan<byte> path)
    {
        nint room = memory.Good + 1024;
        unsafe
        {
            var bytes = new Span<byte>((void*)room, 64);
            bytes.Clear();
            path.CopyTo(bytes);
            int descriptor = (int)Machine.Call(Machine.OpenAt, -100, room, 0);
            bytes.Clear();
            return descriptor;
        }
    }
}
