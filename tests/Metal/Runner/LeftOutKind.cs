namespace DSoftBus.Tests.Metal.Runner;

/// <summary>Why a test stays on the host. The generator names these members.</summary>
public enum LeftOutKind
{
    /// <summary>It carries <see cref="HostOnlyAttribute"/>.</summary>
    Marked,

    /// <summary>It compares with a golden file, which is accepted and kept on the host.</summary>
    Snapshot,

    /// <summary>It reads or writes files; the guest has none.</summary>
    File,

    /// <summary>It starts a process.</summary>
    Process,

    /// <summary>It opens a socket of the operating system.</summary>
    Socket,

    /// <summary>It uses the platform's cryptography, a library that is loaded at run time.</summary>
    Cryptography,

    /// <summary>It is skipped everywhere.</summary>
    Skipped,

    /// <summary>Its class has a form that the generator cannot call.</summary>
    Shape,
}
