namespace DSoftBus.Qemu.TwoVm;

/// <summary>Phases of a two-VM run, in order.</summary>
public enum TwoVmPhase
{
    /// <summary>The image is there, QEMU is there.</summary>
    Build,

    /// <summary>Both machines write on their serial lines.</summary>
    Launch,

    /// <summary>Both nodes joined the group and are ready.</summary>
    Discovery,

    /// <summary>Both nodes hold an authenticated session.</summary>
    Session,

    /// <summary>Node A asked node B's services through its policy.</summary>
    Remote,

    /// <summary>Both machines end with success; logs and capture hold up.</summary>
    End,
}
