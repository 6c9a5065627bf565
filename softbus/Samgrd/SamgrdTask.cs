using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Ipc;

namespace DSoftBus.Softbus.Samgrd;

/// <summary>The service manager: who is there, under which name.</summary>
public static class SamgrdTask
{
    private const string OwnName = "samgrd";

    // Opcodes are small; byte frames begin with a letter (services.md sections 3 and 7).
    private const byte FirstLetter = 0x20;

    /// <summary>Serves for as long as its endpoint lives.</summary>
    public static async ValueTask Run(TaskContext task)
    {
        var registry = new ServiceRegistry();
        registry.Register(new Registration(task.ServiceId, OwnName, SamgrdSlots.Requests, 0));
        var byteFrames = new SamgrByteFrames(registry);
        var opcodes = new SamgrOpcodes(registry);
        var requests = task.Receiver(SamgrdSlots.Requests);
        var answer = new byte[Math.Max(SamgrOpcodes.MaxAnswerLength, SamgrFrame.ReplyLength)];
        while (true)
        {
            using var request = await requests.ReceiveAsync(Instant.Never, reportLastSender: false);
            if (request.Status is not IpcStatus.Ok)
                return;
            bool isOpcode = !request.Payload.IsEmpty && request.Payload[0] < FirstLetter;
            int length = isOpcode
                ? opcodes.Answer(request.SenderId, request.Payload, answer)
                : byteFrames.Answer(request.SenderId, request.SenderPid, request.MovedSlot != 0, request.Payload, answer);
            await ServiceAnswer.SendAsync(task, request, answer.AsMemory(0, length));
        }
    }
}
