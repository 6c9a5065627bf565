using DSoftBus.Qemu.Forward;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Running;

/// <summary>Told of a run as it happens; lines come from a pool thread.</summary>
internal interface IRunOutput
{
    void Forwarding(Publication publication);

    /// <summary>A line of the guest's serial line.</summary>
    void Line(string text);

    /// <summary>What QEMU itself says.</summary>
    void HostLine(string text);

    void Ended(GuestExit exit, int status);

    void Failed(string message);
}
