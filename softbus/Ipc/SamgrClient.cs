using System.Text;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Messages.Samgr;

namespace DSoftBus.Softbus.Ipc;

/// <summary>A service's registration with samgrd.</summary>
public static class SamgrClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Registers the task under its own name, again and again until samgrd took it or refused it.</summary>
    /// <param name="name">The task's name: samgrd refuses every other.</param>
    /// <param name="endpoint">The number to be found under; the slot of the own endpoint.</param>
    public static async ValueTask RegisterAsync(TaskContext task, ServiceCaller caller, Sender samgrd, string name, uint endpoint)
    {
        var request = Request(name, endpoint);
        while (true)
        {
            using (var result = await caller.CallAsync(samgrd, request, task.Now + Patience))
            {
                if (result.Status is CallStatus.Ok)
                {
                    bool stored = !result.Reply.Payload.IsEmpty
                        && RegisterResponse.TryRead(result.Reply.Payload[1..], out var response) is CapnpError.None && response.Ok;
                    task.Log.Event(stored ? "registered" : "registration refused", name);
                    return;
                }
            }

            await task.DelayAsync(Patience);
        }
    }

    private static byte[] Request(string name, uint endpoint)
    {
        var request = new RegisterRequest { Name = Encoding.ASCII.GetBytes(name), Endpoint = endpoint };
        var bytes = new byte[1 + request.EncodedLength];
        bytes[0] = ServiceMessage.SamgrRegister;
        request.TryWrite(bytes.AsSpan(1), out _);
        return bytes;
    }
}
