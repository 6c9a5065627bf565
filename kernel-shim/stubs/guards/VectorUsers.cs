using Iced.Intel;

namespace DSoftBus.KernelShim.Stubs.Guards;

/// <summary>Finds the functions of a compiled object that touch vector registers, by decoding every one.</summary>
internal static class VectorUsers
{
    /// <summary>Bytes of the jump that leads a function to its guard.</summary>
    public const int JumpLength = 5;

    /// <summary>Every such function with the instructions at its start that make room for a jump.</summary>
    /// <param name="symbols">Of the object.</param>
    /// <param name="section">Index of the section with the code.</param>
    /// <param name="code">Its contents.</param>
    /// <param name="relocated">Offsets in it to which relocations apply.</param>
    /// <exception cref="InvalidDataException">Code that cannot be judged, or whose start cannot be moved.</exception>
    public static IReadOnlyList<(ObjectSymbol Function, IReadOnlyList<Instruction> Start)> Find(
        IEnumerable<ObjectSymbol> symbols, int section, byte[] code, HashSet<ulong> relocated)
    {
        var users = new List<(ObjectSymbol, IReadOnlyList<Instruction>)>();
        foreach (ObjectSymbol symbol in symbols.Where(s => s.Section == section && s.IsFunction).DistinctBy(s => s.Value))
        {
            if (symbol.Size == 0 || symbol.Value + symbol.Size > (ulong)code.Length)
                throw new InvalidDataException($"{symbol.Name} has no size.");
            IReadOnlyList<Instruction> all = Decode(symbol, code);
            if (all.Any(UsesVectors))
                users.Add((symbol, StartOf(symbol, all, relocated)));
        }

        return users;
    }

    private static List<Instruction> Decode(ObjectSymbol symbol, byte[] code)
    {
        var all = new List<Instruction>();
        var decoder = Decoder.Create(64, code[(int)symbol.Value..(int)(symbol.Value + symbol.Size)]);
        decoder.IP = symbol.Value;
        while (decoder.IP < symbol.Value + symbol.Size)
        {
            decoder.Decode(out var instruction);
            if (instruction.IsInvalid)
                throw new InvalidDataException($"{symbol.Name}+{instruction.IP - symbol.Value:x} does not decode.");
            all.Add(instruction);
        }

        return all;
    }

    private static bool UsesVectors(Instruction instruction)
    {
        for (int i = 0; i < instruction.OpCount; i++)
        {
            Register register = instruction.GetOpKind(i) == OpKind.Register ? instruction.GetOpRegister(i) : Register.None;
            if (register.IsMM() || register.IsST())
                throw new InvalidDataException($"The instruction at {instruction.IP:x} uses x87 registers, which nobody saves.");
            if (register.IsVectorRegister())
                return true;
        }

        return false;
    }

    /// <summary>The first instructions, whole ones: they run in the guard instead, so they must mean the same there.</summary>
    private static List<Instruction> StartOf(ObjectSymbol symbol, IReadOnlyList<Instruction> all, HashSet<ulong> relocated)
    {
        var start = new List<Instruction>();
        ulong end = symbol.Value;
        foreach (Instruction instruction in all.TakeWhile(_ => end < symbol.Value + JumpLength))
        {
            if (instruction.FlowControl != FlowControl.Next || instruction.IsIPRelativeMemoryOperand)
                throw new InvalidDataException($"{symbol.Name} begins with an instruction that cannot be moved.");
            start.Add(instruction);
            end = instruction.NextIP;
        }

        bool isEntered = all.Any(i => i.Op0Kind is OpKind.NearBranch64 && i.NearBranchTarget > symbol.Value && i.NearBranchTarget < end);
        bool isRelocated = relocated.Any(offset => offset >= symbol.Value && offset < end);
        if (end < symbol.Value + JumpLength || isEntered || isRelocated)
            throw new InvalidDataException($"The first instructions of {symbol.Name} cannot be moved: too short, jumped to, or with an address.");
        return start;
    }
}
