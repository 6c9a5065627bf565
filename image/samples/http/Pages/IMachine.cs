namespace DSoftBus.Samples.Pages;

/// <summary>What the pages tell about the machine; read anew for each request.</summary>
internal interface IMachine
{
    /// <summary>Since the machine started.</summary>
    TimeSpan Uptime { get; }

    /// <summary>Memory of the machine, bytes.</summary>
    long TotalMemory { get; }

    /// <summary>Memory that is in no use, bytes.</summary>
    long FreeMemory { get; }
}
