namespace DSoftBus.Qemu.Crash;

/// <summary>The call-frame information of an image, from its .eh_frame section (LSB core 5.0 section 10.6). Reading is total.</summary>
public sealed class CallFrames
{
    private const byte Omitted = 0xff;
    private const byte Indirect = 0x80;

    private readonly List<CallFrameEntry> _entries = [];
    private readonly Dictionary<int, CallFrameCommon> _commons = [];
    private readonly ReadOnlyMemory<byte> _section;
    private readonly ulong _address;

    private CallFrames(ReadOnlyMemory<byte> section, ulong address)
    {
        _section = section;
        _address = address;
    }

    /// <summary>Pieces of code that are described.</summary>
    public int Count => _entries.Count;

    /// <summary>Reads every entry.</summary>
    /// <param name="section">.eh_frame.</param>
    /// <param name="address">Where it is loaded: its pointers are relative to themselves.</param>
    /// <param name="frames">What was read up to the first error.</param>
    public static CallFrameError Read(ReadOnlyMemory<byte> section, ulong address, out CallFrames frames)
    {
        frames = new CallFrames(section, address);
        CallFrameError error = CallFrameError.None;
        for (int at = 0; at < section.Length && error == CallFrameError.None;)
            error = frames.ReadEntry(ref at);
        frames._entries.Sort((first, second) => first.Start.CompareTo(second.Start));
        return error;
    }

    /// <summary>The entry whose code contains <paramref name="address"/>, or null.</summary>
    internal CallFrameEntry? Find(ulong address)
    {
        int low = 0;
        int high = _entries.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_entries[middle].Start <= address)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && address - _entries[low - 1].Start < _entries[low - 1].Length ? _entries[low - 1] : null;
    }

    private CallFrameError ReadEntry(ref int at)
    {
        int start = at;
        var head = new ByteCursor(_section.Span[at..]);
        uint length = head.U32();
        if (head.Failed)
            return CallFrameError.Truncated;
        if (length == uint.MaxValue)
            return CallFrameError.Dwarf64;
        int body = at + sizeof(uint);
        if (length > (uint)(_section.Length - body))
            return CallFrameError.Truncated;
        at = body + (int)length;
        if (length == 0)
            return CallFrameError.None; // the end mark of one input; another may follow
        if (length < sizeof(uint))
            return CallFrameError.Truncated;
        uint reference = head.U32();
        ReadOnlyMemory<byte> content = _section[(body + sizeof(uint))..at];
        if (reference == 0)
            return ReadCommon(start, content);
        return _commons.TryGetValue(body - (int)Math.Min(reference, int.MaxValue), out CallFrameCommon? common)
            ? ReadCode(common, content, body + sizeof(uint))
            : CallFrameError.BadReference;
    }

    private CallFrameError ReadCommon(int key, ReadOnlyMemory<byte> content)
    {
        var cursor = new ByteCursor(content.Span);
        byte version = cursor.U8();
        if (version is not (1 or 3))
            return CallFrameError.UnknownVersion;
        string augmentation = cursor.Text();
        ulong code = cursor.UnsignedLeb();
        long data = cursor.SignedLeb();
        _ = version == 1 ? cursor.U8() : cursor.UnsignedLeb(); // column of the return address: 16 on this machine
        byte encoding = 0;
        bool has = augmentation.StartsWith('z');
        if (augmentation.Length > 0 && !has)
            return CallFrameError.UnknownEncoding;
        if (has)
        {
            ulong length = cursor.UnsignedLeb();
            int end = cursor.Position + (int)Math.Min(length, int.MaxValue / 2);
            foreach (char letter in augmentation.AsSpan(1))
            {
                if (letter == 'R')
                    encoding = cursor.U8();
                else if (letter == 'L')
                    cursor.U8();
                else if (letter == 'P')
                    cursor.Bytes(PointerSize(cursor.U8()));
                else if (letter != 'S')
                    return CallFrameError.UnknownEncoding;
            }

            cursor.Bytes((ulong)Math.Max(0, end - cursor.Position));
        }

        if (cursor.Failed)
            return CallFrameError.Truncated;
        _commons[key] = new CallFrameCommon(code, data, encoding, has, augmentation.Contains('S', StringComparison.Ordinal), content[cursor.Position..]);
        return CallFrameError.None;
    }

    private CallFrameError ReadCode(CallFrameCommon common, ReadOnlyMemory<byte> content, int offset)
    {
        var cursor = new ByteCursor(content.Span);
        if (!TryPointer(ref cursor, common.PointerEncoding, offset, out ulong start) || !TryPointer(ref cursor, (byte)(common.PointerEncoding & 0x0f), offset, out ulong length))
            return CallFrameError.UnknownEncoding;
        if (common.HasAugmentation)
            cursor.Bytes(cursor.UnsignedLeb());
        if (cursor.Failed)
            return CallFrameError.Truncated;
        if (start != 0)
            _entries.Add(new CallFrameEntry(start, length, common, content[cursor.Position..]));
        return CallFrameError.None;
    }

    /// <summary>DW_EH_PE encodings of absolute and self-relative addresses (LSB core 5.0 section 10.5.1).</summary>
    private bool TryPointer(ref ByteCursor cursor, byte encoding, int offset, out ulong value)
    {
        ulong here = _address + (ulong)(offset + cursor.Position);
        value = 0;
        if (encoding == Omitted || (encoding & Indirect) != 0)
            return false;
        switch (encoding & 0x0f)
        {
            case 0x00 or 0x04 or 0x0c:
                value = cursor.U64();
                break;
            case 0x03:
                value = cursor.U32();
                break;
            case 0x0b:
                value = (ulong)(int)cursor.U32();
                break;
            default:
                return false;
        }

        bool relative = (encoding & 0x70) == 0x10;
        value += relative ? here : 0;
        return relative || (encoding & 0x70) == 0;
    }

    private static ulong PointerSize(byte encoding) => (encoding & 0x0f) switch
    {
        0x02 or 0x0a => 2,
        0x03 or 0x0b => 4,
        _ => 8,
    };
}
