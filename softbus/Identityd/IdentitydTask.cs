using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Ipc;

namespace DSoftBus.Softbus.Identityd;

/// <summary>Holds the device's keys and answers what may be done with them. The secrets never leave the task.</summary>
public static class IdentitydTask
{
    private const string OwnName = "identityd";

    /// <summary>Serves for as long as its endpoint lives.</summary>
    public static async ValueTask Run(TaskContext task)
    {
        // The second logical node of a single-VM run is "identityd.b"; its daemon is "dsoftbusd.b".
        string node = task.Name.StartsWith(OwnName, StringComparison.Ordinal) ? task.Name[OwnName.Length..] : "";
        var server = new IdentityServer(ServiceId.Of("dsoftbusd" + node));
        var requests = task.Receiver(IdentitydSlots.Requests);
        var keys = MakeKeys(task);
        if (keys is null)
            task.Log.Marker(Markers.Identityd.NoEntropy);

        var answer = new byte[IdentityFrames.MaxLength];
        try
        {
            while (true)
            {
                using var request = await requests.ReceiveAsync(Instant.Never, reportLastSender: false);
                if (request.Status is not IpcStatus.Ok)
                    return;

                // The generator may have been seeded since: keys are made once, as soon as they can be.
                keys ??= MakeKeys(task);
                int length = server.Answer(keys, request.SenderId, request.Payload, answer);
                await ServiceAnswer.SendAsync(task, request, answer.AsMemory(0, length));
                Secret.Clear(answer);
            }
        }
        finally
        {
            keys?.Dispose();
        }
    }

    private static DeviceIdentity? MakeKeys(TaskContext task)
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedLength];
        if (task.Entropy.TestSeed is { } testSeed)
        {
            seed.Fill(testSeed);
            task.Log.Marker(Markers.Identityd.TestKeys);
        }
        else if (task.Entropy.IsAvailable)
        {
            task.Entropy.For(RandomPurpose.DeviceKey).Fill(seed);
        }
        else
        {
            return null;
        }

        var keys = new DeviceIdentity(seed);
        Secret.Clear(seed);
        return keys;
    }
}
