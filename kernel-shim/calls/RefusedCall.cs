namespace DSoftBus.KernelShim.Calls;

/// <summary>The one call that the word <c>shim.refuse=N</c> takes away: it answers ENOSYS. For tests of the tests only.</summary>
internal static class RefusedCall
{
    private static bool _isSet;
    private static ulong _number;

    public static void Set(ulong number)
    {
        _number = number;
        _isSet = true;
    }

    public static bool Is(ulong number) => _isSet && number == _number;
}
