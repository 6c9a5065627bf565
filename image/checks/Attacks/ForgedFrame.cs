namespace DSoftBus.Image.Checks.Attacks;

/// <summary>A signal frame as Linux lays it out (arch/x86 struct rt_sigframe), in the data pages of an attack; it begins honest.</summary>
internal sealed unsafe class ForgedFrame
{
    /// <summary>A zeroed page that is neither frame nor state.</summary>
    public static readonly nint Scratch = AttackCode.Data + 2 * Machine.PageSize;

    private const int CodeLength = 25;
    private const int ControlStatus = 24;
    private const int Header = 512;

    private readonly ulong* _words;
    private readonly byte* _state;

    public ForgedFrame(nint address)
    {
        _words = (ulong*)address;
        _state = (byte*)address + Machine.PageSize;
        State = (ulong)_state;
        Rip = (ulong)AttackCode.Body + CodeLength;
        Rsp = (ulong)address + AttackCode.DataPages * Machine.PageSize - 256;
        Flags = 0x202;
        Selectors = 0x002b_0000_0000_0033;
        SetX87(control: 0x37f, status: 0);
        SetControl(0x1f80);
        StateComponents = 7;
    }

    public ulong Rsp
    {
        get => _words[21];
        set => _words[21] = value;
    }

    public ulong Rip
    {
        get => _words[22];
        set => _words[22] = value;
    }

    public ulong Flags
    {
        get => _words[23];
        set => _words[23] = value;
    }

    public ulong Selectors
    {
        get => _words[24];
        set => _words[24] = value;
    }

    /// <summary>Address of the extended state.</summary>
    public ulong State
    {
        get => _words[29];
        set => _words[29] = value;
    }

    public ulong Mask
    {
        get => _words[38];
        set => _words[38] = value;
    }

    public ulong StateComponents
    {
        get => *(ulong*)(_state + Header);
        set => *(ulong*)(_state + Header) = value;
    }

    public ulong CompactedComponents
    {
        get => *(ulong*)(_state + Header + 8);
        set => *(ulong*)(_state + Header + 8) = value;
    }

    /// <summary>Returns through the frame at the start of the data pages, then runs <paramref name="afterwards"/>.</summary>
    public static byte[] Code(ReadOnlySpan<byte> afterwards) =>
    [
        0x48, 0xb9, .. BitConverter.GetBytes(AttackCode.Data), // mov rcx, frame
        0x4c, 0x89, 0x79, 104, // mov [rcx+104], r15: the one register that must survive
        0x48, 0x8d, 0x61, 8, // lea rsp, [rcx+8]
        0xb8, 15, 0, 0, 0, 0x0f, 0x05, // mov eax, rt_sigreturn; syscall
        .. afterwards,
    ];

    public void SetX87(ushort control, ushort status)
    {
        *(ushort*)_state = control;
        *(ushort*)(_state + 2) = status;
    }

    public void SetControl(uint value) => *(uint*)(_state + ControlStatus) = value;

    public void FillState(byte value) => new Span<byte>(_state, Machine.PageSize).Fill(value);
}
