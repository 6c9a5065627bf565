namespace DSoftBus.Image.Checks.Attacks;

/// <summary>What a hostile program may try from ring 3: each attack ends in its specified way, and the shim lives.</summary>
internal static class AttackChecks
{
    private const int Repetitions = 1000;

    public static void Run(CheckLog log)
    {
        InstructionAttacks.Run(log);
        AddressAttacks.Run(log);
        OwnPageAttacks.Run(log);
        DeviceAttacks.Run(log);
        ForgedReturnAttacks.Run(log);
        CheckPages(log);
        log.Check("the program still runs", Machine.Call(39) == 1);
    }

    /// <summary>What an attack took, it gave back.</summary>
    private static void CheckPages(CheckLog log)
    {
        byte[] code = AttackCode.WithRax(0xffff_8000_0020_0000, [0xc6, 0x00, 0x90]); // mov byte [rax], 0x90
        ulong before = Machine.Pages().Free;
        int ended = 0;
        for (int i = 0; i < Repetitions; i++)
            ended += AttackCode.Run(code) == Outcome.NotMapped ? 1 : 0;
        ulong after = Machine.Pages().Free;
        log.Check("repeated attacks leave the free pages as they were", ended == Repetitions && after == before, $"{before} before, {after} after");
    }
}
