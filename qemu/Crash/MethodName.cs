namespace DSoftBus.Qemu.Crash;

/// <summary>Turns the symbol names of NativeAOT's compiler into C# names, as far as they can be undone: it writes every character that is not a letter or a digit as an underscore.</summary>
public static class MethodName
{
    private const string CoreLibrary = "S_P_CoreLib_";
    private const string PrivateLibrary = "S_P_";

    /// <summary>The stand-in for every reference type in shared code.</summary>
    private const string Canonical = "System___Canon";
    private const string Separator = "__";

    /// <summary>The readable name: <c>Namespace.Type.Method</c>; a name of another shape (C, C++, stubs) is returned as it is.</summary>
    public static string Readable(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        int unbox = symbol.IndexOf("<unbox>", StringComparison.Ordinal);
        if (unbox >= 0)
            symbol = symbol[(unbox + "<unbox>".Length)..];
        if (symbol.StartsWith('_'))
            return symbol; // the compiler's own, such as __managed__Main, and C
        int generics = symbol.IndexOf('<', StringComparison.Ordinal);
        string plain = generics < 0 ? symbol : symbol[..generics];
        int at = plain.IndexOf(Separator, StringComparison.Ordinal);
        if (at <= 0)
        {
            // The instantiation of a type stands before the method: Type_1<Argument>__Method.
            int end = generics < 0 ? -1 : MatchingEnd(symbol, generics);
            if (end < 0 || !symbol.AsSpan(end + 1).StartsWith(Separator))
                return symbol;
            return TypeName(plain) + Arguments(symbol[(generics + 1)..end]) + "." + Method(symbol[(end + 1 + Separator.Length)..]);
        }

        return TypeName(plain[..at]) + "." + Method(symbol[(at + Separator.Length)..]);
    }

    private static string Method(string mangled)
    {
        // Closures and state machines: _c__DisplayClass9_0___Run_b__0 was <>c__DisplayClass9_0.<Run>b__0.
        int generics = mangled.IndexOf('<', StringComparison.Ordinal);
        return generics < 0 ? mangled : mangled[..generics] + "<>";
    }

    private static string Arguments(string mangled) =>
        "<" + string.Join(", ", mangled.Replace(Canonical, "Canon", StringComparison.Ordinal).Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(TypeName)) + ">";

    private static string TypeName(string mangled) => WithoutAssembly(mangled).Replace('_', '.');

    private static string WithoutAssembly(string mangled)
    {
        if (mangled.StartsWith(CoreLibrary, StringComparison.Ordinal))
            return mangled[CoreLibrary.Length..];
        if (mangled.StartsWith(PrivateLibrary, StringComparison.Ordinal))
        {
            int system = mangled.IndexOf("_System_", PrivateLibrary.Length, StringComparison.Ordinal);
            return system < 0 ? mangled[PrivateLibrary.Length..] : mangled[(system + 1)..];
        }

        // The assembly's name is most often how the namespace begins: A_B_A_B_Type.
        for (int at = mangled.IndexOf('_', StringComparison.Ordinal); at > 0; at = mangled.IndexOf('_', at + 1))
        {
            ReadOnlySpan<char> rest = mangled.AsSpan(at + 1);
            if (rest.StartsWith(mangled.AsSpan(0, at)) && (rest.Length == at || rest[at] == '_'))
                return rest.ToString();
        }

        return mangled;
    }

    private static int MatchingEnd(string text, int start)
    {
        int depth = 0;
        for (int i = start; i < text.Length; i++)
        {
            depth += text[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }

        return -1;
    }
}
