using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Stack;

/// <summary>A transport handler that answers packets which came together with less than one answer each.</summary>
public interface IBatchHandler : ITransportHandler
{
    /// <summary>The packets until <see cref="EndBatch"/> came together: what their answers have in common may be sent once, at its end.</summary>
    void BeginBatch();

    /// <summary>Ends what <see cref="BeginBatch"/> began; never left out.</summary>
    void EndBatch(Instant now);
}
