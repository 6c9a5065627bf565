using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Ipc;

namespace DSoftBus.Softbus.Bundlemgrd;

/// <summary>The bundle manager: which bundles this machine has.</summary>
public static class BundlemgrdTask
{
    private const string OwnName = "bundlemgrd";

    // Opcodes are small; byte frames begin with a letter (services.md sections 4 and 7).
    private const byte FirstLetter = 0x20;

    /// <summary>Registers with samgrd and serves for as long as its endpoint lives.</summary>
    public static async ValueTask Run(TaskContext task)
    {
        var bundle = new SystemBundle();
        var byteFrames = new BundleByteFrames(bundle);
        var opcodes = new BundleOpcodes(bundle);
        var routes = new RouteClient(task);
        var requests = task.Receiver(BundlemgrdSlots.Requests);
        var answer = new byte[Math.Max(BundleOpcodes.MaxAnswerLength, BundleByteFrames.MaxReplyLength)];

        var caller = new ServiceCaller(task, BundlemgrdSlots.Replies, BundlemgrdSlots.RepliesSend);
        task.Start("registration", () => SamgrClient.RegisterAsync(task, caller, task.Sender(BundlemgrdSlots.Samgrd), OwnName, BundlemgrdSlots.Requests));
        while (true)
        {
            using var request = await requests.ReceiveAsync(Instant.Never, reportLastSender: false);
            if (request.Status is not IpcStatus.Ok)
                return;
            int length;
            if (!request.Payload.IsEmpty && request.Payload[0] < FirstLetter)
                length = opcodes.Answer(request.Payload, answer);
            else if (BundleByteFrames.RouteName(request.Payload) is { } name)
                length = BundleByteFrames.RouteStatus(StatusByte(await routes.QueryAsync(name)), answer);
            else
                length = byteFrames.Answer(request.Payload, answer);
            await ServiceAnswer.SendAsync(task, request, answer.AsMemory(0, length));
        }
    }

    // Init that does not answer offers no route.
    private static byte StatusByte(RouteReply reply)
        => (byte)(reply.Status is RouteStatus.NoAnswer ? RouteStatus.NotFound : reply.Status);
}
