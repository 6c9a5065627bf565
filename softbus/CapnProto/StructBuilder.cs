namespace DSoftBus.Softbus.CapnProto;

/// <summary>Where a struct of a <see cref="MessageBuilder"/> lies; word indices of its segment.</summary>
public readonly record struct StructBuilder
{
    internal StructBuilder(int start, int dataWords, int pointerCount)
    {
        Start = start;
        DataWords = dataWords;
        PointerCount = pointerCount;
    }

    internal int Start { get; }

    internal int DataWords { get; }

    internal int PointerCount { get; }

    internal int PointerWord(int pointer) => Start + DataWords + pointer;
}
