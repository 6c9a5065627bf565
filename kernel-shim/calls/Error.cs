namespace DSoftBus.KernelShim.Calls;

/// <summary>Results of failed calls: negative errno values (errno(3)).</summary>
internal static class Error
{
    public const int NotPermitted = -1;
    public const int NoEntry = -2;
    public const int NoSuchThread = -3;
    public const int Interrupted = -4;
    public const int BadDescriptor = -9;
    public const int Again = -11;
    public const int NoMemory = -12;
    public const int AccessDenied = -13;
    public const int BadAddress = -14;
    public const int Busy = -16;
    public const int Exists = -17;
    public const int NoDevice = -19;
    public const int InvalidArgument = -22;
    public const int TooManyFiles = -24;
    public const int NotTerminal = -25;
    public const int NotSeekable = -29;
    public const int ReadOnly = -30;
    public const int BrokenPipe = -32;
    public const int OutOfRange = -34;
    public const int NameTooLong = -36;
    public const int NoSuchCall = -38;
    public const int TimedOut = -110;
}
