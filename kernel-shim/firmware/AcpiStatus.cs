namespace DSoftBus.KernelShim.Firmware;

/// <summary>What became of the search for ACPI tables.</summary>
internal enum AcpiStatus
{
    /// <summary>A good root table was read.</summary>
    Read = 0,

    /// <summary>The machine has none.</summary>
    Absent,

    /// <summary>There is a root pointer, but neither of its tables is good.</summary>
    RootDamaged,
}
