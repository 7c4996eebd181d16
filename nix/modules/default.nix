# All services of PlasmaCloud.
{
  imports = [
    ./chainfire.nix
    ./flaredb.nix
    ./iam.nix
    ./plasmavmc.nix
    ./novanet.nix
    ./flashdns.nix
    ./fiberlb.nix
    ./lightningstor.nix
  ];
}
