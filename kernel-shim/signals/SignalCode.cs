namespace DSoftBus.KernelShim.Signals;

/// <summary>Values of si_code (sigaction(2)).</summary>
internal static class SignalCode
{
    public const int IntegerDivide = 1;
    public const int FloatInvalid = 7;
    public const int TraceTrap = 2;
    public const int IllegalOperand = 2;
    public const int BusAlignment = 1;
    public const int NotMapped = 1;
    public const int AccessDenied = 2;
    public const int Kernel = 0x80;

    /// <summary>Sent by tkill or tgkill.</summary>
    public const int Thread = -6;
}
