namespace DSoftBus.Qemu.Crash;

/// <summary>Evaluates the expressions of call-frame information: constants, registers, loads and sums (DWARF 5 section 2.5). Null for all else.</summary>
internal static class StackExpression
{
    private const int LargestDepth = 32;

    public static ulong? Evaluate(ReadOnlySpan<byte> expression, ulong? first, ulong?[] registers, StackDump memory)
    {
        var stack = new Stack<ulong>();
        if (first is { } pushed)
            stack.Push(pushed);
        var cursor = new ByteCursor(expression);
        while (!cursor.AtEnd)
        {
            byte operation = cursor.U8();
            if (!Step(operation, ref cursor, stack, registers, memory) || cursor.Failed || stack.Count > LargestDepth)
                return null;
        }

        return stack.TryPop(out ulong result) ? result : null;
    }

    private static bool Step(byte operation, ref ByteCursor cursor, Stack<ulong> stack, ulong?[] registers, StackDump memory)
    {
        switch (operation)
        {
            case 0x06: // deref
                bool read = stack.TryPop(out ulong address) & memory.TryRead(address, out ulong word);
                stack.Push(word);
                return read;
            case 0x08: // const1u
                stack.Push(cursor.U8());
                return true;
            case 0x23 when stack.TryPop(out ulong sum): // plus_uconst
                stack.Push(sum + cursor.UnsignedLeb());
                return true;
            case >= 0x30 and <= 0x4f: // lit
                stack.Push((ulong)operation - 0x30);
                return true;
            case >= 0x70 and <= 0x8f: // breg
                int register = operation - 0x70;
                ulong? value = register < registers.Length ? registers[register] : null;
                stack.Push((value ?? 0) + (ulong)cursor.SignedLeb());
                return value is not null;
            default:
                return Binary(operation, stack);
        }
    }

    private static bool Binary(byte operation, Stack<ulong> stack)
    {
        if (!stack.TryPop(out ulong right) || !stack.TryPop(out ulong left))
            return false;
        ulong? result = operation switch
        {
            0x1a => left & right,
            0x1c => left - right,
            0x22 => left + right,
            0x24 => left << (int)right,
            0x2a => (long)left >= (long)right ? 1u : 0u,
            _ => null,
        };
        stack.Push(result ?? 0);
        return result is not null;
    }
}
