using System.Text;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Messages.Bundlemgr;
using DSoftBus.Softbus.Transport;

namespace DSoftBus.Softbus.Bundlemgrd;

/// <summary>Serves opcode requests (services.md section 7): Query. Installing is not offered, so its opcodes are unknown here.</summary>
public sealed class BundleOpcodes(SystemBundle bundle)
{
    /// <summary>Bytes that hold every answer.</summary>
    public const int MaxAnswerLength = 96;

    private const byte QueryOpcode = 2;

    /// <summary>Writes the answer to one request and returns its length.</summary>
    /// <param name="request">Any bytes.</param>
    /// <param name="answer">At least <see cref="MaxAnswerLength"/> bytes.</param>
    public int Answer(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (request.IsEmpty)
            return ErrorAnswer.Write(answer, 0, ErrorCode.Malformed);
        if (request[0] != QueryOpcode)
            return ErrorAnswer.Write(answer, request[0], ErrorCode.UnknownOpcode);
        if (QueryRequest.TryRead(request[1..], out var query) is not CapnpError.None)
            return ErrorAnswer.Write(answer, QueryOpcode, ErrorCode.Malformed);
        answer[0] = QueryOpcode;
        bool installed = query.Name.SequenceEqual("system"u8);
        var response = new QueryResponse
        {
            Installed = installed,
            Version = installed ? Encoding.ASCII.GetBytes(bundle.Version) : default,
        };
        response.TryWrite(answer[1..], out int length);
        return 1 + length;
    }
}
