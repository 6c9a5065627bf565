using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Panics;

/// <summary>The first serial port, polled (16550, National Semiconductor PC16550D data sheet).</summary>
internal static unsafe class Uart
{
    private const int Port = 0x3f8;
    private const int FifoControl = Port + 2;
    private const int LineStatus = Port + 5;
    private const int TransmitHoldingEmpty = 0x20;
    private const int TransmitterEmpty = 0x40;

    /// <summary>Bytes that fit once the holding register is empty, with the FIFO on.</summary>
    private const int FifoDepth = 16;

    /// <summary>Polls before a byte is given up: a host that reads nothing must not stop the machine for ever.</summary>
    private const int PatienceInPolls = 4_000_000;

    private static int _room;

    /// <summary>The last wait was given up: until the port answers again, bytes are dropped without waiting, or a long report would never end.</summary>
    private static bool _stuck;

    /// <summary>Turns the FIFOs on and clears them.</summary>
    public static void Initialize() => Cpu.Out8(FifoControl, 0x07);

    public static void Write(byte value)
    {
        if (_room == 0)
        {
            if (!WaitFor(TransmitHoldingEmpty))
                return;
            _room = FifoDepth;
        }

        _room--;
        Cpu.Out8(Port, value);
    }

    /// <summary>Waits until the last byte has left.</summary>
    public static void Drain() => WaitFor(TransmitterEmpty);

    private static bool WaitFor(int status)
    {
        for (int i = _stuck ? PatienceInPolls - 1 : 0; i < PatienceInPolls; i++)
        {
            if ((Cpu.In8(LineStatus) & status) != 0)
            {
                _stuck = false;
                return true;
            }

            Cpu.Pause();
        }

        _stuck = true;
        return false;
    }
}
