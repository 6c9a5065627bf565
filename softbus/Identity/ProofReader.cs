using System.Text.Unicode;

namespace DSoftBus.Softbus.Identity;

/// <summary>Finds the three members of a proof in a JSON object of any order; nothing is thrown, whatever the bytes.</summary>
/// <param name="json">At most 8192 bytes.</param>
/// <param name="keyText">Scratch for unescaped text, as long as <paramref name="json"/> can be.</param>
/// <param name="keyEnds">Scratch for where each of those keys ends.</param>
internal ref struct ProofReader(ReadOnlySpan<byte> json, Span<byte> keyText, Span<int> keyEnds)
{
    /// <summary>Most keys of one object and the objects around it; a bound of ours, far above what a proof has.</summary>
    public const int MaximumKeys = 128;

    /// <summary>Deepest nesting of objects and arrays (decisions.md, Strictness).</summary>
    public const int MaximumDepth = 16;

    private readonly Span<byte> _keyText = keyText;
    private readonly Span<int> _keyEnds = keyEnds;
    private JsonCursor _cursor = new(json);
    private int _keys;

    private DeviceId? _deviceId;
    private bool _hasDeviceId;
    private byte[]? _verifyingKey;
    private byte[]? _signature;

    /// <summary>The proof, or null for anything that is not one.</summary>
    public AttestationProof? Read()
    {
        if (!Utf8.IsValid(_cursor.Rest))
            return null;
        _cursor.SkipWhiteSpace();
        if (!ReadObject(depth: 1))
            return null;
        _cursor.SkipWhiteSpace();
        if (!_cursor.AtEnd || !_hasDeviceId || _verifyingKey is null || _signature is null)
            return null;
        return new AttestationProof(_deviceId, _verifyingKey, _signature);
    }

    private bool ReadObject(int depth)
    {
        if (depth > MaximumDepth || !_cursor.TryTake((byte)'{'))
            return false;
        int firstKey = _keys;
        _cursor.SkipWhiteSpace();
        if (_cursor.TryTake((byte)'}'))
            return true;
        do
        {
            _cursor.SkipWhiteSpace();
            if (!ReadKey(firstKey, out var key))
                return false;
            _cursor.SkipWhiteSpace();
            if (!_cursor.TryTake((byte)':'))
                return false;
            _cursor.SkipWhiteSpace();
            if (!(depth == 1 ? ReadMember(key) : ReadValue(depth)))
                return false;
            _cursor.SkipWhiteSpace();
        }
        while (_cursor.TryTake((byte)','));
        _keys = firstKey; // the same names may stand in another object
        return _cursor.TryTake((byte)'}');
    }

    private bool ReadArray(int depth)
    {
        if (depth > MaximumDepth || !_cursor.TryTake((byte)'['))
            return false;
        _cursor.SkipWhiteSpace();
        if (_cursor.TryTake((byte)']'))
            return true;
        do
        {
            _cursor.SkipWhiteSpace();
            if (!ReadValue(depth))
                return false;
            _cursor.SkipWhiteSpace();
        }
        while (_cursor.TryTake((byte)','));
        return _cursor.TryTake((byte)']');
    }

    /// <summary>Any value below <paramref name="depth"/> levels: checked and dropped.</summary>
    private bool ReadValue(int depth) => _cursor.Peek switch
    {
        (byte)'{' => ReadObject(depth + 1),
        (byte)'[' => ReadArray(depth + 1),
        (byte)'"' => _cursor.TryReadString([], out _),
        _ => _cursor.TrySkipScalar(),
    };

    /// <summary>A member of the outermost object.</summary>
    private bool ReadMember(ReadOnlySpan<byte> key)
    {
        if (key.SequenceEqual("device_id"u8))
            return ReadDeviceId();
        if (key.SequenceEqual("verifying_key"u8))
            return ReadBytes(out _verifyingKey);
        if (key.SequenceEqual("signature"u8))
            return ReadBytes(out _signature);
        return ReadValue(depth: 1);
    }

    private bool ReadKey(int firstKey, out ReadOnlySpan<byte> key)
    {
        key = default;
        int start = _keys == 0 ? 0 : _keyEnds[_keys - 1];
        if (_keys == MaximumKeys || !_cursor.TryReadString(_keyText[start..], out int length))
            return false;
        key = _keyText.Slice(start, length);
        for (int i = firstKey; i < _keys; i++)
        {
            int from = i == 0 ? 0 : _keyEnds[i - 1];
            if (key.SequenceEqual(_keyText[from.._keyEnds[i]]))
                return false;
        }

        _keyEnds[_keys++] = start + length;
        return true;
    }

    private bool ReadDeviceId()
    {
        var text = _keyText[_keyEnds[_keys - 1]..]; // behind the keys; all strings together are no longer than the document
        if (!_cursor.TryReadString(text, out int length))
            return false;
        _hasDeviceId = true;
        if (DeviceId.TryParse(text[..length], out var id)) // another text is a mismatch later, not a malformed proof
            _deviceId = id;
        return true;
    }

    /// <summary>An array of numbers 0..255; the length is judged later, but no more than the proof's own size is kept.</summary>
    private bool ReadBytes(out byte[]? bytes)
    {
        bytes = null;
        Span<byte> values = stackalloc byte[AttestationProof.MaximumLength / 2];
        int count = 0;
        if (!_cursor.TryTake((byte)'['))
            return false;
        _cursor.SkipWhiteSpace();
        if (!_cursor.TryTake((byte)']'))
        {
            do
            {
                _cursor.SkipWhiteSpace();
                if (count == values.Length || !_cursor.TryReadByte(out values[count]))
                    return false;
                count++;
                _cursor.SkipWhiteSpace();
            }
            while (_cursor.TryTake((byte)','));
            if (!_cursor.TryTake((byte)']'))
                return false;
        }

        bytes = values[..count].ToArray();
        return true;
    }
}
