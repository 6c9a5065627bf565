namespace DSoftBus.Softbus.CapnProto;

/// <summary>The element size code of a list pointer (encoding specification, section Lists).</summary>
public enum ElementSize : byte
{
    Void = 0,
    Bit = 1,
    Byte = 2,
    TwoBytes = 3,
    FourBytes = 4,
    EightBytes = 5,
    Pointer = 6,
    InlineComposite = 7,
}
