namespace DSoftBus.Qemu.Harness;

/// <summary>Carries a classified failure out of the phase in which it showed. Never leaves the run.</summary>
internal sealed class RunFailedException(HarnessFailure failure) : Exception(failure.Message)
{
    public HarnessFailure Failure { get; } = failure;
}
