using DSoftBus.Net.Facade;

namespace DSoftBus.Fuzz.Targets;

/// <summary>The facade's frames, as a client and as netstackd read them. A reply's first byte says which operation it is taken to answer.</summary>
internal static class FacadeTargets
{
    public static readonly IFuzzTarget[] All = [new ParserTarget("facade-request", Request), new ParserTarget("facade-reply", Reply)];

    private static void Request(ReadOnlySpan<byte> bytes)
    {
        if (FacadeRequest.TryParse(bytes, out var request) == FacadeError.None)
            FuzzFailureException.Unless(request.Data.Length <= bytes.Length, "A facade request holds more than came.");
    }

    private static void Reply(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        var operation = (FacadeOperation)bytes[0];
        _ = FacadeReply.TryNonce(bytes[1..], out ulong nonce);
        _ = FacadeReply.TryParse(bytes[1..], operation, nonce, out _);
        _ = FacadeReply.TryParse(bytes[1..], operation, out _);
    }
}
