namespace DSoftBus.Fuzz;

/// <summary>Takes any bytes. Whatever they are: no exception, no buffer lost, every bound kept; what is wrong is thrown.</summary>
public interface IFuzzTarget
{
    /// <summary>Of the command line, of the corpus folder and of crash files.</summary>
    string Name { get; }

    /// <summary>Each call stands alone: nothing of an earlier one is left.</summary>
    void Run(ReadOnlySpan<byte> input);
}
